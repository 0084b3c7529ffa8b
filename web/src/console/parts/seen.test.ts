import { describe, expect, it } from 'vitest'
import { firstUnseen, seeing, seenSeconds, type Span } from './seen'

describe('what was seen of a film', () => {
  const cases: [string, Span[], Span, Span[]][] = [
    ['first span', [], [0, 5], [[0, 5]]],
    [
      'apart',
      [[0, 5]],
      [10, 12],
      [
        [0, 5],
        [10, 12],
      ],
    ],
    [
      'before',
      [[10, 12]],
      [0, 5],
      [
        [0, 5],
        [10, 12],
      ],
    ],
    ['overlapping', [[0, 5]], [4, 9], [[0, 9]]],
    ['touching', [[0, 5]], [5.2, 9], [[0, 9]]],
    [
      'bridging two',
      [
        [0, 5],
        [10, 12],
      ],
      [4, 11],
      [[0, 12]],
    ],
    ['inside', [[0, 9]], [2, 3], [[0, 9]]],
    ['empty', [[0, 9]], [5, 5], [[0, 9]]],
    ['backwards', [[0, 9]], [7, 5], [[0, 9]]],
  ]
  it.each(cases)('%s', (_, before, [a, b], after) => expect(seeing(before, a, b)).toEqual(after))

  it('counts each second once', () => expect(seenSeconds(seeing(seeing([], 0, 10), 5, 15))).toBe(15))
  it('finds where to go on', () => {
    expect(firstUnseen([], 60)).toBe(0)
    expect(
      firstUnseen(
        [
          [0, 20],
          [30, 60],
        ],
        60,
      ),
    ).toBe(20)
    expect(firstUnseen([[0, 59.8]], 60)).toBeUndefined()
    expect(firstUnseen([[5, 60]], 60)).toBe(0)
  })
})
