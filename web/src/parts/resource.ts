import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { Problem } from '../api/client'

/**
 * What a screen reads from the server: the data, or why there is none. Data once read is kept and shown at once on
 * return, while a fresh copy is fetched; when the line is down the kept copy stays, and says from when it is.
 */
export interface Resource<T> {
  data: ComputedRef<T | undefined>
  problem: ComputedRef<Problem | undefined>
  loading: ComputedRef<boolean>
  /** When the data was read, in milliseconds; 0 when there is none. */
  at: ComputedRef<number>
  reload: () => Promise<void>
  set: (value: T) => void
}

interface Kept {
  value: unknown
  at: number
}

const fresh = 10_000
const most = 60
const kept = new Map<string, Kept>(Object.entries(fromPage()).map(([key, value]) => [key, { value, at: Date.now() }]))

/** What the server has inlined, keyed by the API path that would answer the same. */
function fromPage(): Record<string, unknown> {
  const text = document.getElementById('state')?.textContent
  return text ? (JSON.parse(text) as Record<string, unknown>) : {}
}

function keep(key: string, value: unknown) {
  kept.delete(key)
  kept.set(key, { value, at: Date.now() })
  if (kept.size > most) kept.delete(kept.keys().next().value!)
}

/** Forgets what was read under these paths, after an act that changed it. */
export function forget(...prefixes: string[]) {
  for (const key of kept.keys()) if (prefixes.some((p) => key.startsWith(p))) kept.delete(key)
}

export const recall = <T>(key: string) => kept.get(key)?.value as T | undefined
export { keep as remember }

/** Reads what the key names; an empty key, where something must be known first, is waited for. */
export function useResource<T>(key: () => string, load: () => Promise<T>): Resource<T> {
  const now = shallowRef<{ data?: T; problem?: Problem; loading: boolean; at: number }>({ loading: true, at: 0 })
  let asked = ''

  async function fetchIt() {
    const mine = key()
    now.value = { ...now.value, loading: true }
    try {
      const data = await load()
      keep(mine, data)
      if (mine === asked) now.value = { data, loading: false, at: Date.now() }
    } catch (e) {
      if (mine !== asked) return
      const problem = e instanceof Problem ? e : new Problem(500, 'screen', String(e))
      // A lost line keeps what was read; a refusal replaces it.
      now.value = problem.offline ? { ...now.value, problem, loading: false } : { problem, loading: false, at: 0 }
    }
  }

  watch(
    key,
    (k) => {
      asked = k
      if (!k) return
      const old = kept.get(k)
      now.value = { data: old?.value as T | undefined, loading: !old, at: old?.at ?? 0 }
      if (!old || Date.now() - old.at > fresh) void fetchIt()
    },
    { immediate: true },
  )

  return {
    data: computed(() => now.value.data),
    problem: computed(() => now.value.problem),
    loading: computed(() => now.value.loading),
    at: computed(() => now.value.at),
    reload: async () => {
      if (key()) await fetchIt()
    },
    set(value) {
      keep(asked, value)
      now.value = { data: value, loading: false, at: Date.now() }
    },
  }
}
