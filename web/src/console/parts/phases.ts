/** The calendar as lanes: what is known is placed by its dates, what is not stands dashed after what comes before it. */
import type { Phase } from '../../api/schema'
import { present } from '../../parts/now'

const dayMs = 86_400_000
export interface Bar {
  phase: Phase
  from: number
  to: number
  lane: number
  known: boolean
}
export interface Strip {
  from: number
  to: number
  bars: Bar[]
  weeks: number[]
}

/** Lays the phases out in milliseconds. A phase with no date at all takes ten days after the last one; labels get room for `labelMs`. */
export function layStrip(phases: Phase[], labelMs: (p: Phase) => number = () => 0): Strip {
  let edge = Math.min(
    ...phases
      .flatMap((p) => [p.opens_at, p.closes_at])
      .filter(Boolean)
      .map((s) => Date.parse(s as string)),
  )
  if (!Number.isFinite(edge)) edge = present()
  const lanes: number[] = []
  const bars = phases.map((phase): Bar => {
    const open = phase.opens_at ? Date.parse(phase.opens_at) : undefined
    const close = phase.closes_at ? Date.parse(phase.closes_at) : undefined
    const from = open ?? (close !== undefined ? Math.min(edge, close - 3 * dayMs) : edge)
    const to = Math.max(close ?? from + 10 * dayMs, from + dayMs)
    edge = Math.max(edge, to)
    const label = labelMs(phase)
    const end = label <= to - from ? to : to + label
    let lane = lanes.findIndex((free) => free <= from)
    if (lane < 0) lane = lanes.length
    lanes[lane] = end
    return {
      phase,
      from,
      to,
      lane,
      known: !!(open && close) && phase.precision !== 'unspecified' && phase.precision !== 'to_be_announced',
    }
  })
  const from = Math.min(...bars.map((b) => b.from)),
    to = Math.max(...bars.map((b) => b.to))
  const step = (to - from) / dayMs > 120 ? 28 : (to - from) / dayMs > 56 ? 14 : 7
  const weeks: number[] = []
  for (let w = from; w <= to; w += step * dayMs) weeks.push(w)
  return { from, to: Math.max(to, from + dayMs), bars, weeks }
}
