import { describe, expect, it } from 'vitest'
import type { InboxItem } from '../../../api/schema'
import { groupOf, grouped, wayTo } from './inbox'

const at = new Date('2020-11-24T10:00:00+08:00')
const item = (due_at?: string, late = false): InboxItem => ({
  kind: 'screening',
  label: '初审作品',
  says: '',
  count: 1,
  due_at,
  late,
  to: '/console/c/hebei-2020/screening',
})

describe('inbox', () => {
  const cases: [string, InboxItem, string][] = [
    ['past its bell', item('2020-11-24T09:59:00+08:00'), 'late'],
    ['said late by the server', item(undefined, true), 'late'],
    ['this evening', item('2020-11-24T18:00:00+08:00'), 'today'],
    ['midnight closes today', item('2020-11-25T00:00:00+08:00'), 'today'],
    ['tomorrow', item('2020-11-25T18:00:00+08:00'), 'week'],
    ['next month', item('2020-12-20T18:00:00+08:00'), 'later'],
    ['without a bell', item(), 'later'],
  ]
  it.each(cases)('%s', (_, i, group) => expect(groupOf(i, at)).toBe(group))
  it('orders by bell and leaves out what is empty', () => {
    const g = grouped([item('2020-11-26T18:00:00+08:00'), item('2020-11-25T18:00:00+08:00')], at)
    expect(g.map((x) => x.group)).toEqual(['week'])
    expect(g[0]?.items.map((i) => i.due_at)).toEqual(['2020-11-25T18:00:00+08:00', '2020-11-26T18:00:00+08:00'])
  })
  it('takes the console’s prefix off the address', () => expect(wayTo(item())).toBe('/c/hebei-2020/screening'))
})
