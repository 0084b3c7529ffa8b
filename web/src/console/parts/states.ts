/** How the states of works and verdicts of the machine are drawn. */
import type { EntryState, Finding, Verdict, Work } from '../../api/schema'
import type { Shape } from './Mark.vue'

export const stateShape: Record<EntryState, Shape> = {
  draft: 'note',
  submitted: 'wait',
  returned: 'undo',
  admitted: 'ok',
  rejected: 'bad',
  shortlisted: 'ok',
  not_shortlisted: 'note',
  proposed: 'doing',
  awarded: 'ok',
  withdrawn: 'note',
  disqualified: 'bad',
}
export const workShape: Record<Work['state'], Shape> = {
  running: 'doing',
  waiting: 'wait',
  paused: 'held',
  retrying: 'late',
  stopped: 'bad',
  cancelled: 'note',
}
export const verdictShape: Record<Verdict, Shape> = { pass: 'ok', fail: 'bad', review: 'warn', unreadable: 'bad' }

/** A finding's shape and the key of its word: what the notice does not ask for is only recorded. */
export function findingMark(f: Finding): { shape: Shape; word: string } {
  if (f.opinion) {
    const counts = f.opinion.stand === 'confirmed' && f.opinion.level === 'error'
    return { shape: counts ? 'bad' : f.opinion.stand === 'confirmed' ? 'warn' : 'ok', word: `finding.${f.opinion.stand}` }
  }
  if (f.undecided)
    return { shape: f.level === 'note' ? 'note' : 'warn', word: f.level === 'note' ? 'finding.noted' : 'finding.look' }
  if (f.ok) return { shape: 'ok', word: 'finding.ok' }
  if (f.level === 'error') return { shape: 'bad', word: 'finding.bad' }
  return f.level === 'warn' ? { shape: 'warn', word: 'finding.look' } : { shape: 'note', word: 'finding.noted' }
}
