import { expect, it } from 'vitest'
import { pace } from './speed'

it('says nothing at first, then the time left', () => {
  const p = pace()
  expect(p(0, 1000, 0)).toBeUndefined()
  expect(p(100, 1000, 1_000)).toBeUndefined()
  expect(p(200, 1000, 2_000)).toBe(8)
})
it('forgets what is older than half a minute', () => {
  const p = pace()
  p(0, 10_000, 0)
  expect(p(100, 10_000, 40_000)).toBeUndefined()
  expect(p(300, 10_000, 42_000)).toBe(97)
})
it('does not divide by a standstill', () => {
  const p = pace()
  p(500, 1000, 0)
  expect(p(500, 1000, 5_000)).toBeUndefined()
})
