import { describe, expect, it } from 'vitest'
import type { Person, Role } from '../api/schema'
import { doors } from './nav'
import { holds } from './session'

const someone = (role: Role, campaign = 'hebei-2020'): Person => ({
  id: 'p',
  name: '周予安',
  wechat: false,
  roles: [{ role, campaign }],
})
const keys = (role: Role, at = 'hebei-2020') => doors(someone(role), at).map((d) => d.key)

describe('doors by role', () => {
  it('shows a judge only judging', () => expect(keys('judge')).toEqual(['judging']))
  it('shows a screener only inbox, entries, matches and screening', () =>
    expect(keys('screener')).toEqual(['inbox', 'entries', 'matches', 'screening']))
  it('lets an auditor read everything but work the queue, name people or run the system', () => {
    const seen = keys('auditor')
    expect(seen).toContain('audit')
    for (const closed of ['screening', 'people', 'system', 'judging']) expect(seen).not.toContain(closed)
  })
  it('gives an administrator all but the judge’s own sheet', () => {
    const seen = doors(someone('admin', '*'), 'hebei-2020').map((d) => d.key)
    expect(seen).toContain('system')
    expect(seen).not.toContain('judging')
  })
  it('opens nothing of another contest', () => expect(keys('organiser', 'henan-2025')).toEqual([]))
  it('opens nothing to nobody', () => expect(doors(null, 'hebei-2020')).toEqual([]))
})

describe('roles', () => {
  it('does not make an administrator a judge', () => expect(holds(someone('admin', '*'), 'hebei-2020', 'judge')).toBe(false))
  it('keeps a role to its contest', () => expect(holds(someone('organiser'), 'henan-2025', 'organiser')).toBe(false))
})
