import { beforeEach, describe, expect, it } from 'vitest'
import { chosen, isVote, leaving, openedAt, withChoice } from './choice'

describe('the choice that comes back from WeChat', () => {
  beforeEach(() => sessionStorage.clear())

  it('is read from the address, and from nothing else', () => {
    expect(chosen(new URL(withChoice('/c/a/works/7', 3), 'http://x').hash)).toBe(3)
    for (const hash of ['', '#vote', '#vote=', '#vote=0', '#vote=-1', '#vote=1e3', '#vote=100', '#share'])
      expect(chosen(hash)).toBe(1)
  })

  it('opens the sheet', () => {
    expect(['#vote', '#vote=3', '#share', ''].map(isVote)).toEqual([true, true, false, false])
  })

  it('knows for how long the page had been open before it was left', () => {
    leaving('w7', performance.now() - 5000)
    expect(performance.now() - openedAt('w7')).toBeGreaterThanOrEqual(5000)
    expect(performance.now() - openedAt('w7')).toBeLessThan(1000)
  })

  it('does not take the time of one work for that of another', () => {
    leaving('w7', performance.now() - 5000)
    expect(performance.now() - openedAt('w8')).toBeLessThan(1000)
  })
})
