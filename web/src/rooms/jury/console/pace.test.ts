import { describe, expect, it } from 'vitest'
import { pace } from './pace'

const round = { state: 'open' as const, opens_at: '2020-12-11T00:00:00+08:00', closes_at: '2020-12-21T00:00:00+08:00' }
const at = new Date('2020-12-16T00:00:00+08:00')
const judge = (done: number, assigned: number, last_at?: string) => ({
  person: 'p',
  name: '评委',
  assigned,
  done,
  recused: 0,
  last_at,
})

describe('pace', () => {
  const cases: [string, ReturnType<typeof judge>, string][] = [
    ['all done', judge(30, 30, '2020-12-11T09:00:00+08:00'), 'done'],
    ['halfway at half time', judge(15, 30, '2020-12-15T20:00:00+08:00'), 'going'],
    ['a little behind', judge(10, 30, '2020-12-15T20:00:00+08:00'), 'going'],
    ['far behind', judge(5, 30, '2020-12-15T20:00:00+08:00'), 'slow'],
    ['silent for two days', judge(15, 30, '2020-12-13T20:00:00+08:00'), 'still'],
    ['nothing dealt', judge(0, 0), 'idle'],
  ]
  it.each(cases)('%s', (_, j, word) => expect(pace(j, round, at).word).toBe(word))
  it('is idle while the round is not open', () => expect(pace(judge(1, 30), { ...round, state: 'sealed' }, at).word).toBe('idle'))
})
