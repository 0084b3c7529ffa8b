import { describe, expect, it } from 'vitest'
import type { Field } from '../../api/schema'
import { safeNext } from '../identity/session'
import { missing } from './draft'

const field = (key: string, more: Partial<Field> = {}): Field => ({
  key,
  label: key,
  type: 'text',
  required: true,
  personal: false,
  ...more,
})

describe('what is missing in a form', () => {
  const form = [field('title'), field('note', { required: false }), field('synopsis', { max_chars: 3 })]
  it('is what is required and empty, or too long', () => {
    expect(missing({ form, taxonomies: [] }, { fields: { title: '  ', synopsis: '四个字了' }, topics: [] })).toEqual({
      title: 'required',
      synopsis: 'over',
    })
  })
  it('is a choice that must be made', () => {
    const taxonomies = [{ key: 'making', label: '分类', cardinality: 'one', options: [{ key: 'real', label: '实景拍摄' }] }]
    expect(missing({ form: [], taxonomies }, { fields: {}, topics: [] })).toEqual({ 'topics.making': 'choose' })
    expect(missing({ form: [], taxonomies }, { fields: {}, topics: ['real'] })).toEqual({})
  })
  it('is nothing when all is there', () =>
    expect(missing({ form, taxonomies: [] }, { fields: { title: '雪', synopsis: '三个字' }, topics: [] })).toEqual({}))
})

describe('where one goes after signing in', () => {
  it('is a path of this site only', () => {
    expect(safeNext('/c/hebei-2020/enter?step=file')).toBe('/c/hebei-2020/enter?step=file')
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', undefined, ['/me']])
      expect(safeNext(bad)).toBe('/me')
  })
})
