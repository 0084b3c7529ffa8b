import { describe, expect, it } from 'vitest'
import { t } from '.'
import en from './en.json'
import zh from './zh-CN.json'

type Tree = { [k: string]: string | Tree }
const flat = (tree: Tree, at = ''): [string, string][] =>
  Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [[at + k, v] as [string, string]] : flat(v, `${at}${k}.`)))
const names = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(flat(en).map(([k]) => k)).toEqual(flat(zh).map(([k]) => k))
  })
  it('fill in the same names', () => {
    const other = new Map(flat(en))
    for (const [k, v] of flat(zh)) expect([k, names(other.get(k)!)]).toEqual([k, names(v)])
  })
})

describe('Chinese text', () => {
  it('types no blank between Chinese and figures', () => {
    for (const [k, v] of flat(zh))
      if (k !== 'ballot.receipt' && k !== 'state.code' && k !== 'media.has')
        expect([k, v]).toEqual([k, v.replace(/(\p{Script=Han}) +(?=[\w{])|([\w}]) +(?=\p{Script=Han})/gu, '$1$2')])
  })
  it('does not shout', () => {
    for (const [k, v] of flat(zh)) expect([k, /[!！]/.test(v)]).toEqual([k, false])
  })
})

describe('a sentence', () => {
  it('has its names filled in, and shows a missing key', () => {
    expect(t('ballot.left', { n: 7 })).toBe('今日还剩7票')
    expect(t('no.such.key' as never)).toBe('no.such.key')
  })
})
