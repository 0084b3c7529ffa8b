import { computed, shallowRef, watch } from 'vue'
import { api, ask, Problem } from '../../api/client'
import type { EntryCard, List } from '../../api/schema'
import { recall, remember } from '../../parts/resource'

export interface Asked {
  sort: 'newest' | 'hottest'
  q?: string
  topic?: string
}

export const workPath = (at: string, f: Pick<EntryCard, 'id' | 'number'>) => `${at}/works/${encodeURIComponent(f.number || f.id)}`

/** The path the API answers the first page under; also the key of the list the server inlines. */
export function entriesKey(campaign: string, a: Asked) {
  const query = new URLSearchParams({ sort: a.sort })
  if (a.q) query.set('q', a.q)
  if (a.topic) query.set('topic', a.topic)
  return `/campaigns/${campaign}/entries?${query}`
}

interface Pages {
  items: EntryCard[]
  next?: string
}

/** A list of works read page by page. All pages read so far are kept, so one returns to where one was. */
export function useEntries(campaign: () => string, asked: () => Asked) {
  const pages = shallowRef<Pages>()
  const problem = shallowRef<Problem>()
  const loading = shallowRef(false)
  const key = computed(() => entriesKey(campaign(), asked()))

  async function read(cursor?: string) {
    const mine = key.value
    loading.value = true
    problem.value = undefined
    try {
      const answer: List<EntryCard> = await ask(
        api.GET('/campaigns/{campaign}/entries', { params: { path: { campaign: campaign() }, query: { ...asked(), cursor } } }),
      )
      if (mine !== key.value) return
      const before = cursor ? (pages.value?.items ?? []) : []
      const known = new Set(before.map((f) => f.id))
      pages.value = { items: [...before, ...answer.items.filter((f) => !known.has(f.id))], next: answer.next }
      remember(mine, pages.value)
    } catch (e) {
      if (mine === key.value && e instanceof Problem) problem.value = e
    } finally {
      if (mine === key.value) loading.value = false
    }
  }

  watch(
    key,
    (k) => {
      pages.value = recall<Pages>(k)
      problem.value = undefined
      if (!pages.value) void read()
    },
    { immediate: true },
  )

  return {
    items: computed(() => pages.value?.items ?? []),
    read: computed(() => pages.value !== undefined),
    more: computed(() => !!pages.value?.next),
    problem,
    loading,
    again: () => read(),
    next: () => (loading.value || !pages.value?.next ? undefined : read(pages.value.next)),
  }
}
