import { describe, expect, it } from 'vitest'
import { day, deadline, fours, left, leftWords, length, moments, number, period, pieces, size, spell, stamp } from './format'

const zone = 'Asia/Shanghai'

describe('times', () => {
  it('are told in the zone of the campaign', () => {
    expect(moments('2026-12-10T10:00:00Z', zone)).toMatch(/12月10日18时$/)
    expect(moments('2026-12-10T10:05:00Z', zone)).toMatch(/18时05分$/)
    expect(stamp('2026-11-14T21:06:00+08:00', zone)).toBe('2026年11月14日 21:06')
  })
  it('tell the year only when it is another', () => {
    expect(day('2020-12-10T00:00:00+08:00', zone, 2020)).toBe('12月10日')
    expect(day('2020-12-10T00:00:00+08:00', zone, 2026)).toBe('2020年12月10日')
  })
  it('give midnight to the day that ends there', () => {
    expect(deadline('2026-11-16T00:00:00+08:00', zone)).toMatch(/11月15日24时$/)
    expect(deadline('2026-11-15T23:59:59+08:00', zone)).toMatch(/11月15日24时$/)
    expect(deadline('2026-11-15T17:00:00+08:00', zone)).toMatch(/11月15日17时$/)
  })
  it('keep the notice’s words where it is not exact', () => {
    const p = { opens_at: '2020-12-11T00:00:00+08:00', closes_at: '2020-12-21T00:00:00+08:00', says: '12月中旬' }
    expect(period({ ...p, precision: 'ten_days' }, zone)).toBe('12月中旬')
    expect(period({ ...p, precision: 'day' }, zone)).toBe('2020年12月11日—2020年12月20日')
    expect(period({ precision: 'day', says: '12月底' }, zone)).toBe('12月底')
    expect(period({ precision: 'month', label: '交流会', says: '交流会（2021年1月）' }, zone)).toBe('2021年1月')
  })
})

describe('what is left', () => {
  it('tells the two largest parts', () => {
    const at = (s: number) => leftWords(left(new Date(1e12 + s * 1000).toISOString(), 1e12)!)
    expect(at(2 * 86400 + 3 * 3600)).toBe('2天3时')
    expect(at(86400)).toBe('1天')
    expect(at(3 * 3600 + 12 * 60)).toBe('3时12分')
    expect(at(40)).toBe('40秒')
  })
  it('is nothing once the time has come', () => {
    expect(left('2020-01-01T00:00:00Z')).toBeNull()
  })
  it('spells seconds', () => {
    expect(spell(97)).toBe('1分37秒')
    expect(spell(178.4)).toBe('2分58秒')
    expect(spell(0)).toBe('0秒')
  })
})

describe('figures', () => {
  it('are written as people read them', () => {
    expect(length(178)).toBe('2:58')
    expect(length(3661)).toBe('1:01:01')
    expect(size(1.02e9)).toBe('1.02 GB')
    expect(size(648e6)).toBe('648 MB')
    expect(size(4.1e6)).toBe('4.1 MB')
    expect(number(3106)).toBe('3106')
    expect(number(218430)).toBe('218,430')
    expect(fours('9e41c07b52d8a6f3aa')).toBe('9e41 c07b 52d8 a6f3')
  })
  it('never part from their unit', () => {
    const whole = (s: string) => pieces(s).filter((_, i) => i % 2)
    expect(whole('每天10票，12月10日18时截止，约1.02 GB')).toEqual(['10票', '12月10日', '18时', '1.02 GB'])
    expect(whole('投给了《雪落白石乡》')).toEqual(['《雪落白石乡》'])
    expect(whole('at 24:00, 10 Dec')).toEqual(['24:00', '10'])
    expect(pieces('没有数字').join('')).toBe('没有数字')
  })
})
