import { describe, expect, it } from 'vitest'
import { figure } from './figure'

describe('a figure of votes', () => {
  it('is exact, a bound, or not there', () => {
    expect(figure({ votes: 0 })).toBe('0')
    expect(figure({ votes: 1234 })).toBe('1234')
    expect(figure({ votes_from: 0 })).toBe('不足100')
    expect(figure({ votes_from: 500 })).toBe('500+')
    expect(figure({ votes_from: 20000 })).toBe('20,000+')
    expect(figure({})).toBeUndefined()
  })
})
