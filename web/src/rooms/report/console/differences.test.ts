import { expect, it } from 'vitest'
import { differences } from './differences'

it('names only what changed', () => {
  expect(differences({ state: 'submitted', n: 1 }, { state: 'admitted', n: 1 })).toEqual([
    { path: 'state', before: 'submitted', after: 'admitted' },
  ])
})
it('walks down and keeps lists whole', () => {
  expect(differences({ a: { b: [1, 2] } }, { a: { b: [1, 3] } })).toEqual([{ path: 'a.b', before: '[1,2]', after: '[1,3]' }])
})
it('shows what came and what went', () => {
  expect(differences(undefined, { reason: '时长超限' })).toEqual([{ path: 'reason', before: '—', after: '时长超限' }])
  expect(differences({ x: 1 }, undefined)).toEqual([{ path: 'x', before: '1', after: '—' }])
})
it('is empty for equals', () => expect(differences({ x: null }, { x: null })).toEqual([]))
