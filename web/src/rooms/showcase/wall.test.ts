import { describe, expect, it } from 'vitest'
import agreed from '../../../testdata/wall.json'
import { height, layouts, place } from './wall'

const film = (title: string, width: number, height: number, votes?: number) => ({ title, width, height, votes })

describe('the wall', () => {
  it('agrees with the server', () => {
    for (const n of [2, 3, 5] as const) {
      expect(place(agreed.films, layouts[n]).places).toEqual(agreed.places[n])
    }
  })
  it('puts each film under the shortest column, in order', () => {
    const films = [film('高', 9, 16), film('矮', 16, 9), film('三', 16, 9)]
    expect(place(films, layouts[2]).places.map((p) => p.column)).toEqual([0, 1, 1])
  })
  it('lets the browser decide the tallest column', () => {
    expect(height([{ column: 0, a: 1.5, t: 6 }])).toBe('max(calc(var(--cw) * 1.5 + 6rem))')
  })
})
