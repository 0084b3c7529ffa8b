/** The server's time. Countdowns, days and deadlines go by it, so a wrong clock in somebody's hand misleads nobody. */
import { computed, onScopeDispose, ref } from 'vue'

const drift = ref(0)

/** Learns the server's time from an answer's Date header. Differences under 30 seconds are delay. */
export function keepTime(date: string | null) {
  const off = Date.parse(date ?? '') - Date.now()
  if (Number.isNaN(off)) return
  const next = Math.abs(off) < 30_000 ? 0 : off
  if (Math.abs(next - drift.value) > 5_000) drift.value = next
}

/** The present by the server's clock, in milliseconds. */
export const present = () => Date.now() + drift.value

/** The present, told anew every second while somebody looks at it. */
export function useNow(every = 1000) {
  const tick = ref(0)
  const timer = setInterval(() => tick.value++, every)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => (tick.value, present()))
}
