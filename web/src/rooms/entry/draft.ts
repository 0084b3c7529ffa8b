import { computed, reactive, ref } from 'vue'
import { api, ask } from '../../api/client'
import type { Campaign, EntryForm, MyEntry } from '../../api/schema'
import { forget, remember } from '../../parts/resource'

export const steps = ['door', 'terms', 'file', 'form', 'confirm'] as const
export type Step = (typeof steps)[number]

export const entryTitle = (e: Pick<MyEntry, 'fields' | 'number'>) => e.fields.title || e.fields.work_title || e.number || ''

/**
 * The entry that is being made. It lives on the server as a draft from the moment the terms are accepted, so that nothing typed
 * is lost with the page; the address carries its id.
 */
export function useDraft(c: Campaign) {
  const entry = ref<MyEntry>()
  const form = reactive<EntryForm>({ door: '', fields: {}, topics: [], declarations: [] })
  for (const f of c.form) form.fields[f.key] = ''
  let saved = ''

  function take(e: MyEntry) {
    entry.value = e
    Object.assign(form, {
      door: e.door,
      topics: [...e.topics],
      declarations: [...e.declarations],
      fields: { ...form.fields, ...e.fields },
    })
    saved = JSON.stringify(form)
    remember(`/my/entries/${e.id}`, e)
  }

  async function read(id: string) {
    take(await ask(api.GET('/my/entries/{id}', { params: { path: { id } } })))
  }

  /** Saves when something has changed; makes the draft when there is none. */
  async function save() {
    const now = JSON.stringify(form)
    if (entry.value && now === saved) return
    const body = JSON.parse(now) as EntryForm
    const answer = entry.value
      ? await ask(api.PUT('/my/entries/{id}', { params: { path: { id: entry.value.id } }, body }))
      : await ask(api.POST('/campaigns/{campaign}/entries', { params: { path: { campaign: c.key } }, body }))
    // What has been typed meanwhile stays.
    entry.value = answer
    saved = now
    forget('/my/entries')
  }

  async function attach(asset: string) {
    entry.value = await ask(api.PUT('/my/entries/{id}/file', { params: { path: { id: entry.value!.id } }, body: { asset } }))
    forget('/my/entries')
  }

  /** What the server knows of the draft; what has been typed meanwhile stays. */
  async function look() {
    entry.value = await ask(api.GET('/my/entries/{id}', { params: { path: { id: entry.value!.id } } }))
  }

  async function submit() {
    await save()
    entry.value = await ask(api.POST('/my/entries/{id}/submit', { params: { path: { id: entry.value!.id } } }))
    forget('/my/entries', `/campaigns/${c.key}`)
    return entry.value
  }

  const agreed = computed(() => c.declarations.every((d) => !d.required || form.declarations.includes(d.key)))
  return { entry, form, agreed, read, look, save, attach, submit }
}

type Fault = 'required' | 'over' | 'choose'

/** The faults one can see without asking: required and empty, or too long. Keyed by field. */
export function missing(
  c: Pick<Campaign, 'form' | 'taxonomies'>,
  { fields, topics }: Pick<EntryForm, 'fields' | 'topics'>,
): Record<string, Fault> {
  const out: Record<string, Fault> = {}
  for (const f of c.form) {
    const value = (fields[f.key] ?? '').trim()
    if (f.required && !value) out[f.key] = 'required'
    else if (f.max_chars && [...value].length > f.max_chars) out[f.key] = 'over'
  }
  for (const x of c.taxonomies) {
    if (x.cardinality === 'one' && !x.options.some((o) => topics.includes(o.key))) out[`topics.${x.key}`] = 'choose'
  }
  return out
}
