import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Field } from '../api/schema'
import FormField from './FormField.vue'

const synopsis: Field = { key: 'synopsis', label: '文字说明', type: 'long_text', required: true, personal: false, max_chars: 200 }
const show = (modelValue: string, field = synopsis, fault?: string) => mount(FormField, { props: { field, modelValue, fault } })

describe('a field with a limit', () => {
  it('counts characters as people do', () => expect(show('🎬片子').text()).toContain('3/200'))
  it('says by how many it is over, and marks the input', () => {
    const w = show('字'.repeat(205))
    expect(w.text()).toContain('超出5字')
    expect(w.get('textarea').attributes('aria-invalid')).toBe('true')
  })
  it('shows the server’s fault and ties it to the input', () => {
    const w = show('', synopsis, '这一项要填')
    const id = w.get('textarea').attributes('aria-describedby')!
    expect(w.get(`[id="${id}"]`).text()).toBe('这一项要填')
  })
})

it('keeps several choices as one text', async () => {
  const field: Field = {
    ...synopsis,
    type: 'choices',
    max_chars: undefined,
    options: [
      { key: 'a', label: '甲' },
      { key: 'b', label: '乙' },
    ],
  }
  const w = show('a', field)
  await w.findAll('input')[1]!.setValue(true)
  expect(w.emitted('update:modelValue')!.at(-1)).toEqual(['a,b'])
})
