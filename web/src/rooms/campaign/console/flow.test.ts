import { describe, expect, it } from 'vitest'
import { read } from './flow'

describe('a value as the file writes it', () => {
  const cases: [string, unknown][] = [
    ['{high: 1, low: 1, from: 5}', { high: 1, low: 1, from: 5 }],
    ['{hide_author: true, hide_votes: false}', { hide_author: true, hide_votes: false }],
    ['{ratio: 0.5 , label: "两个字, 带逗号"}', { ratio: 0.5, label: '两个字, 带逗号' }],
    ['[same_unit, declared]', ['same_unit', 'declared']],
    ['[{key: main, prizes: [first, second]}]', [{ key: 'main', prizes: ['first', 'second'] }]],
    ['min: 0\nmax: 100\nstep: 0.5', { min: 0, max: 100, step: 0.5 }],
    ['- votes\n- committee', ['votes', 'committee']],
    ['{"a": [1, 2]}', { a: [1, 2] }],
    ['{}', {}],
    ['5', 5],
    ['committee', 'committee'],
    ["'010'", '010'],
  ]
  it.each(cases)('%s', (text, value) => expect(read(text)).toEqual(value))
  it.each(['', '   ', '{high: 1', '[a, b', '{: 1}', '{a 1}', '一行\n两行'])('does not read “%s”', (text) =>
    expect(read(text)).toBeUndefined(),
  )
})
