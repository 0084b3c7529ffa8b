import { describe, expect, it } from 'vitest'
import { across, choose, following, fresh, nearest, reason, written } from './pair'

const moments = [
  [2, 4.3],
  [10, 12.3],
  [30, 20],
]

describe('moments', () => {
  it('belong together by the nearest of them', () => {
    expect(nearest(moments, 7)).toBe(1)
    expect(across(moments, 3)).toBeCloseTo(5.3)
    expect(across(moments, 29)).toBe(19)
    expect(across(moments, 0)).toBeCloseTo(2.3)
  })
  it('never lead before the beginning, nor anywhere without one', () => {
    expect(across([[9, 1]], 2)).toBe(0)
    expect(across([], 5)).toBe(5)
    expect(nearest([], 5)).toBe(-1)
    expect(following([], 5)).toBe(-1)
  })
  it('follow each other round', () => {
    expect(following(moments, 2)).toBe(1)
    expect(following(moments, 30)).toBe(0)
  })
})

describe('a decision', () => {
  const says = (k: string) => ({ cut: '只是剪短', twice: '报了两次' })[k] ?? k
  it('is written with its reasons and one’s own words', () => {
    let d = reason(reason(choose(fresh(), 'same'), 'cut'), 'twice')
    expect(written(d, says)).toBe('只是剪短；报了两次')
    d = reason({ ...d, note: ' 片尾不同 ' }, 'twice')
    expect(written(d, says)).toBe('只是剪短；片尾不同')
  })
  it('forgets the reasons of another, not what was written', () => {
    const d = choose({ ...reason(choose(fresh(), 'same'), 'cut'), note: '见片尾' }, 'different')
    expect(d).toEqual({ decision: 'different', chosen: [], note: '见片尾' })
    expect(choose(d, 'different')).toBe(d)
  })
  it('without a reason has nothing to put on record', () =>
    expect(written({ ...choose(fresh(), 'same'), note: '  ' }, says)).toBe(''))
})
