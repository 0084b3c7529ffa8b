// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import en from './en'
import zh from './zh-CN'

type Tree = { [k: string]: string | Tree }
const leaves = (t: Tree, path = ''): [string, string][] =>
  Object.entries(t).flatMap(([k, v]) => (typeof v === 'string' ? [[path + k, v] as [string, string]] : leaves(v, `${path}${k}.`)))
const zhs = new Map(leaves(zh as unknown as Tree)),
  ens = new Map(leaves(en as unknown as Tree))
const names = (s: string) => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory()
      ? sources(join(dir, e.name))
      : /\.(vue|ts)$/.test(e.name) && !e.name.endsWith('.test.ts')
        ? [join(dir, e.name)]
        : [],
  )
}
const src = join(import.meta.dirname, '../..')
const files = [
  ...sources(join(src, 'console')),
  ...readdirSync(join(src, 'rooms')).flatMap((r) => {
    try {
      return sources(join(src, 'rooms', r, 'console'))
    } catch {
      return []
    }
  }),
]

describe('locale', () => {
  it('has the same keys in both languages', () => expect([...ens.keys()].sort()).toEqual([...zhs.keys()].sort()))
  it('fills the same places', () => {
    for (const [key, text] of zhs)
      if (!key.startsWith('time.')) expect([key, names(ens.get(key) ?? '')]).toEqual([key, names(text)])
  })
  it('has every key a screen asks for', () => {
    const absent: string[] = []
    for (const f of files) {
      for (const [, key] of readFileSync(f, 'utf8').matchAll(/(?:\$te?|\bt|\bgo)\(\s*'([a-z_]+(?:\.[a-z_0-9]+)+)'/g))
        if (key && !zhs.has(key)) absent.push(`${key} in ${f}`)
      for (const [, stem] of readFileSync(f, 'utf8').matchAll(/(?:\$te?|\bt)\(\s*`([a-z_]+(?:\.[a-z_0-9]+)*)[._]\$\{/g))
        if (stem && ![...zhs.keys()].some((k) => k.startsWith(`${stem}.`) || k.startsWith(`${stem}_`)))
          absent.push(`${stem}.* in ${f}`)
    }
    expect(absent).toEqual([])
  })
  it('puts no blank between Chinese and figures', () => {
    for (const [key, text] of zhs)
      if (key !== 'time.full') expect([key, /[\u4e00-\u9fff] (\d|\{)|(\d|\}) [\u4e00-\u9fff]/.test(text)]).toEqual([key, false])
  })
  it('compiles every sentence', () => {
    for (const [locale, messages] of [
      ['zh-CN', zh],
      ['en', en],
    ] as const) {
      const make = createI18n as unknown as (o: object) => { global: { t(key: string, values: object): string } }
      const { t } = make({ legacy: false, locale, messages: { [locale]: messages }, missingWarn: false }).global
      for (const key of zhs.keys()) expect(typeof t(key, { n: 1 })).toBe('string')
    }
  })
})
