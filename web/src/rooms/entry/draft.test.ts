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
    expect(missing({ form }, { title: '  ', synopsis: '四个字了' })).toEqual({ title: 'required', synopsis: 'over' })
  })
  it('is nothing when all is there', () => expect(missing({ form }, { title: '雪', synopsis: '三个字' })).toEqual({}))
})

describe('where one goes after signing in', () => {
  it('is a path of this site only', () => {
    expect(safeNext('/c/hebei-2020/enter?step=file')).toBe('/c/hebei-2020/enter?step=file')
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', undefined, ['/me']])
      expect(safeNext(bad)).toBe('/me')
  })
})
