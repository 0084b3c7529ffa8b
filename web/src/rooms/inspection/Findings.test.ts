import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../api/schema'
import Findings from './Findings.vue'

const base: Finding = {
  rule: 'duration',
  label: '时长',
  says: '时长不超过3分钟。',
  level: 'error',
  ok: true,
  undecided: false,
  got: '2分58秒',
  need: '不超过3分钟',
  message: '',
  by: 'machine',
}
const over: Finding = { ...base, ok: false, got: '3分12秒', message: '时长3分12秒，超出12秒', mend: '剪短片尾字幕。' }
const eye: Finding = {
  ...base,
  rule: 'craft',
  label: '清晰与流畅',
  undecided: true,
  by: 'screener',
  got: '',
  need: '',
  says: '画面清晰、镜头运用流畅。',
}

describe('findings', () => {
  it('say what was measured, the rule in its own words, and how to mend it', () => {
    const text = mount(Findings, { props: { findings: [base, over, eye] } }).text()
    const [measured, rule, mend] = ['时长3分12秒，超出12秒', '“时长不超过3分钟。”', '剪短片尾字幕。'].map((s) => text.indexOf(s))
    expect(measured).toBeGreaterThanOrEqual(0)
    expect(rule).toBeGreaterThan(measured!)
    expect(mend).toBeGreaterThan(rule!)
  })
  it('put the fault first and what a person judges last', () => {
    const rows = mount(Findings, { props: { findings: [eye, base, over] } }).findAll('.chk li')
    expect(rows.map((r) => r.text().includes('由评审看'))).toEqual([false, false, true])
    expect(rows[0]!.text()).toContain('不合格')
  })
  it('leave to nobody what the machine could not measure', () => {
    const text = mount(Findings, { props: { findings: [{ ...base, ok: false, undecided: true, got: '' }] } }).text()
    expect(text).toContain('没有测出')
    expect(text).not.toMatch(/由评审看|不合格/)
  })
  it('count as a person settled them', () => {
    const at = '2020-11-20T10:00:00+08:00'
    const with_ = (stand: 'confirmed' | 'dismissed') =>
      mount(Findings, { props: { findings: [{ ...over, opinion: { stand, at, level: 'error' } }] } })
    expect(with_('dismissed').find('.note--bad').exists()).toBe(false)
    expect(with_('confirmed').find('.note--bad').exists()).toBe(true)
  })
  it('leave to the server what the browser could not read, without alarm', () => {
    const unread = { ...base, ok: false, undecided: true, got: '' }
    const page = mount(Findings, { props: { findings: [unread], before: true } })
    expect(page.text()).toContain('上传后由系统检测')
    expect(page.find('[role=alert]').exists()).toBe(false)
  })
  it('never say passed or failed of what only a person can judge', () => {
    expect(mount(Findings, { props: { findings: [eye] } }).text()).not.toMatch(/合格/)
  })
  it('lead to the moments of what was seen, with its picture', async () => {
    const sight = {
      key: 'logo-1',
      kind: 'logo' as const,
      from_s: 61,
      to_s: 70,
      sure: false,
      says: '01:01.0–01:10.0疑似水印',
      picture: '/media/a/sight-1.jpg',
    }
    const seen: Finding = { ...over, level: 'warn', sights: [sight, { ...sight, key: 'logo-2', from_s: 0, undecidable: true }] }
    const to: number[] = []
    const page = mount(Findings, { props: { findings: [seen], seek: (at: number) => to.push(at) } })
    expect(page.findAll('img').map((i) => i.attributes('src'))).toEqual([sight.picture, sight.picture])
    expect(page.text()).toContain('越亮的地方')
    await page.get('.seen button').trigger('click')
    expect(to).toEqual([61])
    expect(
      mount(Findings, { props: { findings: [seen] } })
        .find('.seen button')
        .exists(),
    ).toBe(false)
  })
  it('say that it cannot be told, where it was watched and cannot', () => {
    const sight = { key: 'l', kind: 'logo' as const, from_s: 0, to_s: 3, sure: false, undecidable: true, says: '分辨不出' }
    const text = mount(Findings, { props: { findings: [{ ...over, ok: false, undecided: true, sights: [sight] }] } }).text()
    expect(text).toContain('分辨不出，待人看')
    expect(text).not.toContain('没有测出')
  })
})
