import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import TopicField from './TopicField.vue'

const options = [
  { key: 'a', label: '甲' },
  { key: 'b', label: '乙' },
]
/** Presses buttons one after another, as the page does: each answer becomes the next value. */
async function press(cardinality: string, had: string[], ...which: number[]) {
  const w = mount(TopicField, { props: { taxonomy: { key: 'x', label: '分类', cardinality, options }, modelValue: had } })
  for (const i of which) {
    await w.findAll('button')[i]!.trigger('click')
    await w.setProps({ modelValue: w.emitted('update:modelValue')!.at(-1)![0] as string[] })
  }
  return w.props('modelValue')
}

describe('choosing a subject', () => {
  it('takes one where one is asked, and cannot take it back', async () => {
    expect(await press('one', ['other'], 0, 1)).toEqual(['other', 'b'])
    expect(await press('one', [], 0, 0)).toEqual(['a'])
  })
  it('may take it back where none is needed', async () => expect(await press('optional_one', ['other'], 0, 0)).toEqual(['other']))
  it('takes several where several are allowed', async () => expect(await press('optional_many', [], 0, 1, 0)).toEqual(['b']))
})
