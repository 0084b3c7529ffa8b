/** Works by state in the order of a work's life, from a list or a map, whichever the server sends. */
import type { EntryState } from '../../../api/schema'

const life: EntryState[] = [
  'draft',
  'submitted',
  'returned',
  'rejected',
  'admitted',
  'not_shortlisted',
  'shortlisted',
  'proposed',
  'awarded',
  'withdrawn',
  'disqualified',
]

export function byState(given: { state: EntryState; count: number }[] | Partial<Record<EntryState, number>> | undefined) {
  const map = Array.isArray(given) ? Object.fromEntries(given.map((g) => [g.state, g.count])) : (given ?? {})
  return life
    .map((state) => ({ state, count: Number((map as Partial<Record<EntryState, number>>)[state] ?? 0) }))
    .filter((s) => s.count > 0)
}
