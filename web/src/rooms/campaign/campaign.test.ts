import { describe, expect, it } from 'vitest'
import type { Campaign } from '../../api/schema'
import { lettering, mainAct, tell } from './campaign'

describe('lettering', () => {
  it('is cut at the title’s own marks', () =>
    expect(lettering('奋进2020·河北有我')).toEqual({ columns: ['奋进2020', '河北有我'], size: '6' }))
  it('halves a long title', () => expect(lettering('豫见好网民短视频大赛').columns).toEqual(['豫见好网民', '短视频大赛']))
  it('keeps a short one whole', () => expect(lettering('近处的光')).toEqual({ columns: ['近处的光'], size: '4' }))
  it('lays Latin titles flat', () => expect(lettering('Light Nearby').size).toBe('flat'))
})

const campaign = (c: Partial<Campaign>) => ({ counts: { entries: 0, shortlisted: 0 }, ...c }) as Campaign
const phase = {
  key: 'p',
  label: '',
  kind: 'publicity',
  precision: 'day',
  says: '',
  state: 'current' as const,
  closes_at: '2020-12-31T00:00:00+08:00',
}

describe('the act of the phase', () => {
  it('is to vote while voting is open', () =>
    expect(mainAct(campaign({ voting: { open: true } as never, entry_open: true }))).toBe('vote'))
  it('is to enter while entries are open', () => expect(mainAct(campaign({ entry_open: true }))).toBe('enter'))
  it('is to read the results once they are out', () =>
    expect(mainAct(campaign({ counts: { entries: 9, shortlisted: 5, results: 'publicised' } }))).toBe('results'))
  it('is else to watch', () => expect(mainAct(campaign({ phase }))).toBe('watch'))
})

describe('what is told of the calendar', () => {
  it('is when the current phase closes', () =>
    expect(tell(campaign({ phase }))).toMatchObject({ current: true, until: phase.closes_at }))
  it('is when the next opens, between phases', () => {
    expect(tell(campaign({ next_phase: { ...phase, opens_at: 'x' } }))).toMatchObject({ current: false, until: 'x' })
    expect(tell(campaign({}))).toBeUndefined()
  })
})
