import { describe, expect, it } from 'vitest'
import type { Campaign } from '../../../api/schema'
import { changes, lines, valid, wall } from './edits'

const view = {
  phases: [
    {
      key: 'collection',
      label: '作品创作与征集',
      kind: 'collection',
      opens_at: '2020-10-15T00:00:00+08:00',
      closes_at: '2020-11-16T00:00:00+08:00',
      precision: 'day',
      says: '',
      state: 'past',
    },
  ],
  form: [{ key: 'synopsis', label: '文字说明', type: 'long_text', required: true, personal: false, max_chars: 200 }],
  prizes: [
    { key: 'first', label: '一等奖', quota: 5 },
    { key: 'org', label: '优秀组织奖', quota_says: '若干' },
  ],
  rounds: [{ key: 'shortlist', label: '作品初评', body: '评审会', kind: 'shortlist', size: 150 }],
} as unknown as Campaign

describe('the form over the file', () => {
  it('writes a day’s end as the day the notice names', () => {
    expect(wall('2020-11-16T00:00:00+08:00', 'day', true)).toBe('2020-11-15')
    expect(wall('2020-10-15T00:00:00+08:00', 'day')).toBe('2020-10-15')
    expect(wall('2020-10-15T17:00:00+08:00', 'minute')).toBe('2020-10-15 17:00')
    expect(wall(undefined, 'unspecified')).toBe('')
  })
  it('sends nothing when nothing changed', () => {
    const all = lines(view)
    expect(changes(all, Object.fromEntries(all.map((l) => [l.path, l.was])))).toEqual([])
  })
  it('sends only what changed, as its own type', () => {
    expect(
      changes(lines(view), {
        'phases.collection.close': '2020-11-20',
        'prizes.first.quota': '6',
        'form.synopsis.required': 'false',
      }),
    ).toEqual([
      { path: 'phases.collection.close', value: '2020-11-20' },
      { path: 'form.synopsis.required', value: false },
      { path: 'prizes.first.quota', value: 6 },
    ])
  })
  it('refuses what is not a day or a number', () => {
    const at = (path: string) => lines(view).find((l) => l.path === path)!
    expect(valid(at('phases.collection.close'), '11月20日')).toBe(false)
    expect(valid(at('phases.collection.close'), '2020-11-20')).toBe(true)
    expect(valid(at('phases.collection.close'), '2020-11-31')).toBe(false)
    expect(valid(at('phases.collection.close'), '2020-11-20 25:00')).toBe(false)
    expect(valid(at('prizes.first.quota'), '0')).toBe(false)
    expect(valid(at('prizes.first.quota'), '')).toBe(false)
    expect(valid(at('prizes.org.quota'), '')).toBe(true)
  })
})
