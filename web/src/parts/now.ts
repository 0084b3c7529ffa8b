import { onScopeDispose, shallowRef } from 'vue'

/** The present, told anew every second while somebody looks at it. */
export function useNow(every = 1000) {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), every)
  onScopeDispose(() => clearInterval(timer))
  return now
}
