import { describe, expect, it } from 'vitest'
import { asMap, complete, evenly, fromFraction, missing, parse } from './weights'

describe('weights', () => {
  it.each([
    ['70', 7000],
    ['12.5', 1250],
    ['33.33', 3333],
    ['100', 10000],
    [' 30 % ', undefined],
    ['30%', 3000],
    ['0', 0],
  ])('reads %s', (text, n) => expect(parse(text)).toBe(n))
  it.each(['', 'x', '101', '-5', '1.234', '1e2'])('does not read "%s"', (text) => expect(parse(text)).toBeUndefined())
  it('sums exactly where floats would not', () => {
    const parts = [0.1, 0.2, 0.7].map(fromFraction)
    expect(missing(parts)).toBe(0)
    expect(complete(parts)).toBe(true)
  })
  it('is incomplete with a hole, a nought, or a wrong sum', () => {
    expect(complete([7000, undefined])).toBe(false)
    expect(complete([10000, 0])).toBe(false)
    expect(complete([7000, 2000])).toBe(false)
    expect(complete([7000, 4000])).toBe(false)
    expect(complete([])).toBe(false)
  })
  it.each([1, 2, 3, 4, 6, 7, 9])('splits evenly among %i', (n) => {
    const parts = evenly(n)
    expect(parts).toHaveLength(n)
    expect(complete(parts)).toBe(true)
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(100)
  })
  it('gives fractions that sum to one', () =>
    expect(
      asMap([
        { key: 'expert', part: 7000 },
        { key: 'votes', part: 3000 },
      ]),
    ).toEqual({ expert: 0.7, votes: 0.3 }))
})
