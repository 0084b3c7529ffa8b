/** The rail: which doors a person has, by role. A judge has one; a screener three; an auditor reads all but acts nowhere. */
import type { Person, Role } from '../api/schema'
import { holds } from './session'

export interface Door {
  key: string
  to: string
  group: 'contest' | 'works' | 'judging' | 'results' | 'record'
}
type Rule = Door & { roles: Role[]; anywhere?: boolean }

const office: Role[] = ['organiser', 'auditor']
const rules: Rule[] = [
  { key: 'inbox', to: '/inbox', group: 'contest', roles: ['organiser', 'screener', 'auditor'] },
  { key: 'calendar', to: '/calendar', group: 'contest', roles: office },
  { key: 'open', to: '/open', group: 'contest', roles: office },
  { key: 'entries', to: '/entries', group: 'works', roles: ['organiser', 'screener', 'auditor'] },
  { key: 'matches', to: '/matches', group: 'works', roles: ['organiser', 'screener', 'auditor'] },
  { key: 'films', to: '/films', group: 'works', roles: office },
  { key: 'screening', to: '/screening', group: 'works', roles: ['organiser', 'screener'] },
  { key: 'rounds', to: '/rounds', group: 'judging', roles: office },
  { key: 'ballot', to: '/ballot', group: 'judging', roles: office },
  { key: 'awards', to: '/awards', group: 'results', roles: office },
  { key: 'publicity', to: '/publicity', group: 'results', roles: office },
  { key: 'certificates', to: '/certificates', group: 'results', roles: office },
  { key: 'report', to: '/report', group: 'record', roles: office },
  { key: 'audit', to: '/audit', group: 'record', roles: office, anywhere: true },
  { key: 'people', to: '/people', group: 'record', roles: ['organiser'], anywhere: true },
  { key: 'system', to: '/system', group: 'record', roles: ['admin'], anywhere: true },
  { key: 'judging', to: '/judging', group: 'judging', roles: ['judge'], anywhere: true },
]

/** The doors open to this person in this contest, with their addresses. */
export function doors(who: Person | null, campaign: string): Door[] {
  return rules
    .filter((r) =>
      r.anywhere
        ? holds(who, r.key === 'judging' ? '*' : campaign, ...r.roles)
        : campaign !== '' && holds(who, campaign, ...r.roles),
    )
    .map(({ key, to, group, anywhere }) => ({ key, group, to: anywhere ? to : `/c/${campaign}${to}` }))
}
