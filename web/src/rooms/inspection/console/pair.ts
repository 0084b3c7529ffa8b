/** Two films beside each other: which moments belong together, and a decision in the making. No screen, no network. */
import type { Match } from '../../../api/schema'

export type Decision = NonNullable<Match['decision']>
export interface Draft {
  decision?: Decision
  chosen: string[]
  note: string
}

/** The reasons that are offered for each decision; their words are in the locale files, under match.why. */
export const reasons: Record<Decision, string[]> = {
  same: ['cut', 'twice', 'units'],
  different: ['stock', 'subject', 'music'],
  allowed: ['elsewhere', 'out', 'host'],
}
export const reasonKeys = ['q', 'w', 'e']

export const fresh = (): Draft => ({ chosen: [], note: '' })
/** Another decision has other reasons; what was written stays. */
export const choose = (d: Draft, decision: Decision): Draft =>
  d.decision === decision ? d : { decision, chosen: [], note: d.note }
export const reason = (d: Draft, key: string): Draft => ({
  ...d,
  chosen: d.chosen.includes(key) ? d.chosen.filter((k) => k !== key) : [...d.chosen, key],
})
/** What goes on record: the chosen reasons in their words, then the person's own. */
export const written = (d: Draft, says: (key: string) => string) =>
  [...d.chosen.map(says), d.note.trim()].filter(Boolean).join('；')

/** The moment nearest to a time of the first film, or -1. */
export function nearest(moments: number[][], at: number) {
  let best = -1
  moments.forEach((m, i) => {
    if (best < 0 || Math.abs(m[0]! - at) < Math.abs(moments[best]![0]! - at)) best = i
  })
  return best
}
/** The time of the second film that belongs to one of the first, by the nearest moment. */
export function across(moments: number[][], at: number) {
  const m = moments[nearest(moments, at)]
  return Math.max(0, m ? at - m[0]! + m[1]! : at)
}
/** The first moment after a time of the first film, then the first of all. */
export const following = (moments: number[][], at: number) => {
  const later = moments.map((m, i) => ({ at: m[0]!, i })).filter((m) => m.at > at + 0.3)
  return later.sort((a, b) => a.at - b.at)[0]?.i ?? (moments.length ? 0 : -1)
}
