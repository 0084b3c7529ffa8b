/** What waits, in the order of its bell: late, today, this week, later, without a date. */
import type { InboxItem } from '../../../api/schema'
import { isoDay } from '../../../console/time'

export type Group = 'late' | 'today' | 'week' | 'later'
const order: Group[] = ['late', 'today', 'week', 'later']

/** Which group an item belongs to at an instant; days are Beijing days. */
export function groupOf(item: InboxItem, at: Date): Group {
  if (item.late || (item.due_at && Date.parse(item.due_at) < at.getTime())) return 'late'
  if (!item.due_at) return 'later'
  // A bell at midnight belongs to the day that ends with it.
  const bell = Date.parse(item.due_at) - 1
  if (isoDay(bell) === isoDay(at)) return 'today'
  return bell - at.getTime() < 7 * 86_400_000 ? 'week' : 'later'
}

export function grouped(items: InboxItem[], at: Date) {
  const due = (i: InboxItem) => (i.due_at ? Date.parse(i.due_at) : Infinity)
  return order
    .map((group) => ({ group, items: items.filter((i) => groupOf(i, at) === group).sort((a, b) => due(a) - due(b)) }))
    .filter((g) => g.items.length)
}

/** The console's address of an item, whichever way the server writes it. */
export const wayTo = (item: InboxItem) => item.to.replace(/^\/console(?=\/)/, '')
