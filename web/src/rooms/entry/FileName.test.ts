import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Finding, MyEntry, Naming } from '../../api/schema'
import FileName from './FileName.vue'

const rule: Finding = {
  rule: 'filename',
  label: '文件命名',
  says: '视频文件命名形式均为“推荐单位-序号-片名”。',
  level: 'warn',
  ok: false,
  undecided: false,
  got: '文件名IMG_2041.MP4',
  need: '要求“推荐单位-序号-片名”',
  message: '',
  by: 'machine',
}
const offered: Naming = {
  pattern: '推荐单位-序号-片名',
  sent: 'IMG_2041.MP4',
  name: '望北学院-（序号）-窗口.mp4',
  taken: false,
  wants: [{ part: '序号', says: '提交后得到编号，文件名随即补全。' }],
  may: true,
  rules: ['filename'],
}
const page = (naming: Partial<Naming> = {}, finding: Partial<Finding> = {}) =>
  mount(FileName, { props: { entry: 'e1', naming: { ...offered, ...naming }, findings: [{ ...rule, ...finding }] } })

describe('the file name', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is shown as it would be before it is taken, and taken with one click', async () => {
    const answer = { id: 'e1', naming: { ...offered, taken: true } } as MyEntry
    const asked: Request[] = []
    vi.stubGlobal('fetch', async (r: Request) => {
      asked.push(r)
      return Response.json(answer)
    })
    const note = page()
    const button = note.get('.btn')
    expect(button.text()).toBe('改为“望北学院-（序号）-窗口.mp4”')
    expect(note.text()).toContain('提交后得到编号')
    await button.trigger('click')
    await flushPromises()
    expect(new URL(asked[0]!.url).pathname).toBe('/api/v1/my/entries/e1/filename')
    expect(await asked[0]!.json()).toEqual({ by_notice: true })
    expect(note.emitted('named')).toEqual([[answer]])
  })
  it('says what the form lacks, and leads there', async () => {
    const note = page({ wants: [{ part: '推荐单位', field: 'recommender', says: '在报名表里填写“推荐单位”。' }] })
    expect(note.text()).not.toContain('改为')
    await note.get('.btn').trigger('click')
    expect(note.emitted('fill')).toHaveLength(1)
  })
  it('can be given back, and keeps the sent one in sight', () => {
    const note = page({ taken: true, name: '望北学院-0003-窗口.mp4', wants: [] }, { ok: true })
    expect(note.text()).toContain('望北学院-0003-窗口.mp4')
    expect(note.text()).toContain('IMG_2041.MP4')
    expect(note.get('button').text()).toBe('改回原来的文件名')
    expect(page({ taken: true, may: false }).find('button').exists()).toBe(false)
  })
  it('is no matter where it is as the notice asks, or nobody can tell yet', () => {
    expect(page({}, { ok: true }).text()).toBe('')
    expect(page({}, { undecided: true }).text()).toBe('')
  })
})
