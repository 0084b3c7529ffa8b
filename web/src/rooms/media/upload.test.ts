import { describe, expect, it } from 'vitest'
import { stored } from '../../parts/store'
import { checksum, meter, sameFile, type Remembered } from './upload'

const before: Remembered = {
  campaign: 'hebei-2020',
  entry: 'e1',
  filename: '雪落白石乡_终版.mp4',
  size: 1_045_000_000,
  modified: 1600000000000,
  url: '/api/v1/uploads/u1',
  sent: 648_000_000,
  at: 0,
}
const file = (change: Partial<{ name: string; size: number; lastModified: number }> = {}) => ({
  name: before.filename,
  size: before.size,
  lastModified: before.modified,
  ...change,
})

describe('going on after a reload', () => {
  it('knows the same file again', () => expect(sameFile(before, file())).toBe(true))
  it('takes no other for it', () => {
    expect(sameFile(before, file({ name: '终版2.mp4' }))).toBe(false)
    expect(sameFile(before, file({ size: 1 }))).toBe(false)
    expect(sameFile(before, file({ lastModified: 1 }))).toBe(false)
  })
  it('keeps its record in the browser, and survives what is not one', () => {
    const memory = stored<Remembered>('saiying.test')
    memory.set(before)
    expect(memory.get()).toEqual(before)
    localStorage.setItem('saiying.test', '{broken')
    expect(memory.get()).toBeUndefined()
    memory.set(undefined)
    expect(localStorage.getItem('saiying.test')).toBeNull()
  })
})

describe('checksum', () => {
  it('is the SHA-256 of the piece, as tus wants it', async () =>
    expect(await checksum(new Blob(['abc']))).toBe('sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='))
})

describe('speed', () => {
  it('is that of the last seconds, not of the whole', () => {
    const speed = meter(8000)
    expect(speed(0, 0)).toBe(0)
    expect(speed(1e6, 1000)).toBeCloseTo(1e6)
    for (let s = 2; s <= 20; s++) speed(1e6 + (s - 1) * 4e6, s * 1000)
    expect(speed(1e6 + 20 * 4e6, 21000)).toBeCloseTo(4e6)
  })
})
