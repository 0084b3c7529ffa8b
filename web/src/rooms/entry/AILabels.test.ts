import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { AILabels as Labels } from '../../api/schema'
import AILabels from './AILabels.vue'

const none: Labels = { declared: [], ticked: false, watched: true, explicit: [], c2pa: false, written: false }
const implicit = { fields: [{ key: 'ContentProducer', label: '生成合成服务提供者', value: '望北影像实验室' }], raw: '{}' }
const shown = (labels: Partial<Labels>, may = true) =>
  mount(AILabels, { props: { labels: { ...none, ...labels }, may, busy: false } })
/** The mark of each row: y there, w due, h nothing to say. */
const marks = (labels: Partial<Labels>) =>
  shown(labels)
    .findAll('.chk li > span:first-child')
    .map((s) => s.classes()[0])

describe('the labels of generated content', () => {
  it('stand out only where they disagree', () => {
    expect(marks({})).toEqual(['h', 'h', 'h'])
    expect(marks({ implicit })).toEqual(['w', 'h', 'y'])
    expect(marks({ declared: ['分类：AI生成'], written: true })).toEqual(['y', 'w', 'y'])
    expect(marks({ declared: ['分类：AI生成'], watched: false })).toEqual(['y', 'h', 'h'])
    expect(marks({ declared: ['分类：AI生成'], explicit: [{ from_s: 0, to_s: 3 }], implicit })).toEqual(['y', 'y', 'y'])
  })
  it('tell the file’s own in plain words', () =>
    expect(shown({ implicit }).text()).toContain('生成合成服务提供者：望北影像实验室'))
  it('ask for the declaration once, of who may give it', async () => {
    const page = shown({ implicit })
    await page.get('button').trigger('click')
    expect(page.emitted('declare')).toHaveLength(1)
    expect(
      shown({ declared: ['分类：AI生成'] })
        .find('button')
        .exists(),
    ).toBe(false)
    expect(shown({}, false).find('button').exists()).toBe(false)
  })
})
