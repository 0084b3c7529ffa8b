/** The judge's works of a round, with what this device still holds laid over the server's copy, and the queue that sends it. */
import { computed, onBeforeUnmount, ref, shallowRef, triggerRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ask, Problem } from '../../../api/client'
import { explain } from '../../../console/act'
import type { Sheets, Task } from '../../../api/schema'
import { person } from '../../../console/session'
import { present } from '../../../parts/now'
import { Failure, ScoreQueue, type Status } from './scores'

async function send(p: {
  task: string
  version: number
  scores: Record<string, number>
  note: string
  done: boolean
  watched_s: number
}) {
  try {
    const { task, version, scores, note, done, watched_s } = p
    return await ask(
      api.PUT('/judge/tasks/{id}', { params: { path: { id: task } }, body: { scores, note, version, done, watched_s } }),
    )
  } catch (e) {
    if (!(e instanceof Problem) || e.offline || e.status >= 500 || e.status === 429 || e.signedOut) throw new Failure('line')
    if (e.code === 'jury.stale') throw new Failure('stale', e.message, (e.body as { current?: Task }).current)
    throw new Failure('refused', explain(e))
  }
}

export function useSheets() {
  const route = useRoute()
  const client = useQueryClient()
  const campaign = computed(() => String(route.params.campaign))
  const round = computed(() => String(route.params.round))
  const key = computed(() => ['judge', campaign.value, round.value])
  const sheets = useQuery({
    queryKey: key,
    queryFn: () =>
      ask(api.GET('/judge/rounds/{campaign}/{round}', { params: { path: { campaign: campaign.value, round: round.value } } })),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

  const statuses = ref<Record<string, Status>>({})
  const accept = (task: Task) =>
    client.setQueryData<Sheets>(
      key.value,
      (old) => old && { ...old, tasks: old.tasks.map((t) => (t.id === task.id ? { ...t, ...task } : t)) },
    )
  const queue = shallowRef(
    new ScoreQueue(
      {
        send,
        store: localStorage,
        now: present,
        accepted: accept,
        later: (act, ms) => {
          const h = setTimeout(act, ms)
          return () => clearTimeout(h)
        },
        heard: (s, task) => {
          statuses.value = { ...statuses.value, [task]: s }
          triggerRef(queue)
        },
      },
      `saiying.judge.${person.value?.id ?? ''}.${campaign.value}.${round.value}`,
    ),
  )
  /** A task as the judge left it on this device. */
  const laid = (t: Task): Task => {
    const held = queue.value.held(t.id)
    return held && t.state !== 'recused'
      ? {
          ...t,
          scores: held.scores,
          note: held.note,
          watched_s: Math.max(held.watched_s, t.watched_s),
          state: held.done ? 'done' : 'draft',
          version: Math.max(held.version, t.version),
        }
      : t
  }
  const tasks = computed(() => (sheets.data.value?.tasks ?? []).map(laid))
  const flush = () => queue.value.flush()
  const hidden = () => document.visibilityState === 'hidden' && flush()
  const online = ref(navigator.onLine)
  const line = () => {
    online.value = navigator.onLine
    if (online.value) flush()
  }
  watch(
    () => sheets.data.value?.tasks.length,
    (n) => n && flush(),
    { immediate: true },
  )
  window.addEventListener('online', line)
  window.addEventListener('offline', line)
  document.addEventListener('visibilitychange', hidden)
  onBeforeUnmount(() => {
    flush()
    window.removeEventListener('online', line)
    window.removeEventListener('offline', line)
    document.removeEventListener('visibilitychange', hidden)
  })
  return {
    campaign,
    round,
    sheets,
    tasks,
    queue,
    statuses,
    online,
    accept,
    base: computed(() => `/judging/${campaign.value}/${round.value}`),
  }
}
