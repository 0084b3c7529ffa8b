/** How a judge is getting on: done, on the way, slow against the clock, or still. */
import type { JudgeRow, RoundView } from '../../../api/schema'
import type { Shape } from '../../../console/parts/Mark.vue'

export interface Pace {
  word: 'done' | 'going' | 'still' | 'slow' | 'fresh' | 'idle'
  shape: Shape
  slow: boolean
}

const day = 86_400_000
/** Slow is behind the share of the time gone by more than a fifth; still is two days without a score. */
export function pace(j: JudgeRow, r: Pick<RoundView, 'state' | 'opens_at' | 'closes_at'>, at: Date): Pace {
  if (j.assigned > 0 && j.done >= j.assigned) return { word: 'done', shape: 'ok', slow: false }
  if (r.state !== 'open' || !j.assigned) return { word: 'idle', shape: 'wait', slow: false }
  if (j.last_at && at.getTime() - Date.parse(j.last_at) > 2 * day) return { word: 'still', shape: 'late', slow: true }
  const gone =
    r.opens_at && r.closes_at ? (at.getTime() - Date.parse(r.opens_at)) / (Date.parse(r.closes_at) - Date.parse(r.opens_at)) : 0
  if (j.done / j.assigned < Math.min(1, gone) - 0.2) return { word: 'slow', shape: 'warn', slow: true }
  return j.done ? { word: 'going', shape: 'doing', slow: false } : { word: 'fresh', shape: 'wait', slow: false }
}
