import { describe, expect, it } from 'vitest'
import type { Finding, ScreeningItem } from '../../../api/schema'
import { choose, following, fresh, letter, missing, ordered, reason } from './decide'

const found = (rule: string, ok: boolean, undecided = false, extra: Partial<Finding> = {}): Finding => ({
  rule,
  label: rule,
  says: rule,
  level: 'error',
  ok,
  undecided,
  got: '',
  need: '',
  message: '',
  by: 'machine',
  ...extra,
})
const reasons = [
  { key: 'theme', says: '紧扣主题，导向正、内容积极' },
  { key: 'clear', says: '画面清晰' },
  { key: 'duration', says: '时长不超过3分钟' },
]

describe('reasons', () => {
  it('come with what is wrong first, then what is doubtful, each with its own key', () => {
    const r = ordered(reasons, [found('duration', false), found('clear', false, true), found('theme', true)])
    expect(r.map((x) => x.key)).toEqual(['duration', 'clear', 'theme'])
    expect(new Set(r.map((x) => x.cap)).size).toBe(3)
  })
  it('never sit on a key that decides or steers', () => {
    const many = Array.from({ length: 17 }, (_, i) => ({ key: `r${i}`, says: '' }))
    expect(ordered(many, []).filter((r) => ['a', 'r', 'x', 'j', 'k', 'n', 'f', 's', 'z', '/'].includes(r.cap))).toEqual([])
  })
})

describe('draft', () => {
  it('needs a decision, and a reason for anything but admission', () => {
    expect(missing(fresh())).toBe('decision')
    expect(missing(choose(fresh(), 'admit'))).toBeUndefined()
    expect(missing(choose(fresh(), 'return'))).toBe('reason')
    expect(missing(reason(fresh(), 'duration'))).toBeUndefined()
    expect(missing({ ...choose(fresh(), 'reject'), note: '与征集主题无关' })).toBe('reason')
  })
  it('takes a reason as a return, but leaves a rejection a rejection', () => {
    expect(reason(fresh(), 'theme').decision).toBe('return')
    expect(reason(choose(fresh(), 'reject'), 'theme').decision).toBe('reject')
    expect(reason(fresh(), 'theme', false).decision).toBe('reject')
  })
  it('lets a reason be taken back, and admission forgets them', () => {
    expect(reason(reason(fresh(), 'theme'), 'theme').reasons).toEqual([])
    expect(choose(reason(fresh(), 'theme'), 'admit').reasons).toEqual([])
  })
})

describe('letter', () => {
  it('says the rule, what was measured and how to mend it', () => {
    const f = [found('duration', false, false, { message: '时长3分06秒，要求不超过3分钟', mend: '剪短后重新导出' })]
    expect(letter(reason(fresh(), 'duration'), ordered(reasons, f), f)).toEqual([
      '时长不超过3分钟（时长3分06秒，要求不超过3分钟）。剪短后重新导出',
    ])
  })
  it('does not call a doubt a fault', () => {
    const f = [found('clear', false, true, { message: '疑似水印' })]
    expect(letter(reason(fresh(), 'clear'), ordered(reasons, f), f)).toEqual(['画面清晰'])
  })
})

describe('next work', () => {
  const q = (...states: [string, ScreeningItem['state']][]) =>
    states.map(([id, state]) => ({ id, number: id, title: id, unit: '', state, flags: 0 }))
  it('is the next undecided', () =>
    expect(following(q(['1', 'submitted'], ['2', 'admitted'], ['3', 'submitted']), '1')).toBe('3'))
  it('turns back at the end', () =>
    expect(following(q(['1', 'submitted'], ['2', 'admitted'], ['3', 'submitted']), '3')).toBe('1'))
  it('is what the server says, if it is in the queue', () =>
    expect(following(q(['1', 'submitted'], ['2', 'submitted'], ['3', 'submitted']), '1', '3')).toBe('3'))
  it('is none when all are done', () => expect(following(q(['1', 'submitted'], ['2', 'admitted']), '1')).toBeUndefined())
})
