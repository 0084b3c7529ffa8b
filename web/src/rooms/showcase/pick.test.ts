import { describe, expect, it } from 'vitest'
import type { EntryCard } from '../../api/schema'
import { pickForHome } from './pick'

const film = (id: string, width: number, height: number) => ({ id, width, height }) as EntryCard
const ids = (films: EntryCard[]) => pickForHome(films).map((f) => f.id)
const [l1, l2, l3, p1, p2, p3] = [
  film('l1', 16, 9),
  film('l2', 16, 9),
  film('l3', 4, 3),
  film('p1', 9, 16),
  film('p2', 1, 1),
  film('p3', 9, 16),
]

describe('the films of the home page', () => {
  it('lie, stand, stand, lie', () => expect(ids([p1, p2, p3, l1, l2, l3])).toEqual(['l1', 'p1', 'p2', 'l2']))
  it('take standing films only in pairs', () => expect(ids([p1, l1, l2, l3])).toEqual(['l1', 'l2', 'l3']))
  it('do with what there is', () => {
    expect(ids([p1, p2, p3])).toEqual(['p1', 'p2', 'p3'])
    expect(ids([p1, p2, l1])).toEqual(['l1', 'p1', 'p2'])
    expect(ids([])).toEqual([])
  })
})
