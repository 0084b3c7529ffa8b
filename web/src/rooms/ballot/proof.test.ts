import { describe, expect, it } from 'vitest'
import { proves } from './proof'

// Seven leaves "leaf N\n"; root and proofs were made by the ledger's own library.
const root = 'V+BneeaB8pIwYVelAFwtGC+3PXh49LooWSJPQvmH+TA='
const proofs: Record<number, string[]> = {
  1: [
    '+UScBh/GBmkGM/4rLjLSdeLpqCP+fZR5C43FLO5DirM=',
    'F4iXhz7bHxDEoWdP/P9RHkuqXiVFC3rxe3oONJzeWH4=',
    'DkuXsJxex08tqwTkG2HNFWstSZ1FKNbZwHvGG38beFw=',
  ],
  3: [
    'chKEuPJdsp85QeT3AjknPADtx3SN8nD3d8TglWkNubQ=',
    'LTz+m8gbAX++Y+gzkdDQihsboF0KhGFNPnDVVuoboOo=',
    'DkuXsJxex08tqwTkG2HNFWstSZ1FKNbZwHvGG38beFw=',
  ],
  7: ['Jwzxb37EHLIE1PvAMobkbyRDhRtZLfYO3RPM08+mj90=', 'Adhw8ugeHZDQJbSyaIPXpw/uM6v55Y/JIoaVA3VHDrk='],
}

describe('a proof', () => {
  it('shows a line where it stands', async () => {
    for (const [seq, proof] of Object.entries(proofs))
      expect(await proves(`leaf ${seq}\n`, Number(seq), 7, root, proof)).toBe(true)
  })
  it('shows nothing else', async () => {
    const [first, third, last] = [proofs[1]!, proofs[3]!, proofs[7]!]
    for (const [line, seq, size, proof] of [
      ['leaf 2\n', 1, 7, first],
      ['leaf 1\n', 2, 7, first],
      ['leaf 1', 1, 7, first],
      ['leaf 1\n', 1, 8, first.slice(0, 2)],
      ['leaf 1\n', 1, 7, first.slice(0, 2)],
      ['leaf 3\n', 3, 7, [...third].reverse()],
      ['leaf 7\n', 7, 6, last],
      ['leaf 7\n', 7, 7, [...last, last[0]!]],
      ['leaf 1\n', 0, 7, first],
    ] as const)
      expect(await proves(line, seq, size, root, [...proof])).toBe(false)
  })
})
