import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { Campaign, CampaignCard, Phase } from '../../api/schema'

/** The contest of every screen under /c/:campaign. Frame.vue has read it before any of them is shown. */
const here: InjectionKey<ComputedRef<Campaign>> = Symbol('campaign')

export const offerCampaign = (c: ComputedRef<Campaign>) => provide(here, c)
export const useCampaign = () => inject(here)!

/** The phase one should be told of: the current one until it closes, else the next until it opens. */
export function tell(c: CampaignCard): { phase: Phase; until?: string; current: boolean } | undefined {
  if (c.phase) return { phase: c.phase, until: c.phase.closes_at, current: true }
  if (c.next_phase) return { phase: c.next_phase, until: c.next_phase.opens_at, current: false }
}

/** The act the phase is for: the one filled call on the page. */
export type Act = 'vote' | 'enter' | 'results' | 'watch'

export function mainAct(c: Campaign): Act {
  if (c.voting?.open) return 'vote'
  if (c.entry_open) return 'enter'
  return c.counts.results ? 'results' : 'watch'
}

/**
 * A title set in columns, as it is lettered on the key visual: cut at its own marks, else in half when long. The size
 * class follows the longest column; Latin and very long titles lie flat.
 */
export function lettering(title: string): { columns: string[]; size: string } {
  const marks = title.split(/[·・:：，,—\s]+/).filter(Boolean)
  const half = Math.ceil(title.length / 2)
  const columns = marks.length > 1 ? marks : title.length > 6 ? [title.slice(0, half), title.slice(half)] : [title]
  const longest = Math.max(...columns.map((c) => [...c].length))
  if (columns.length > 2 || longest > 9 || !/\p{Script=Han}/u.test(title)) return { columns: [title], size: 'flat' }
  return { columns, size: longest <= 4 ? '4' : longest <= 6 ? '6' : '9' }
}

const cut = (phases: Phase[], kind: RegExp) => phases.find((p) => kind.test(p.kind))
export const collection = (c: Campaign) => cut(c.phases, /collect/)
export const visual = (key: string, brand: string, shape: 'wide' | 'tall') =>
  `/visual/${encodeURIComponent(key)}/${shape}.svg?brand=${brand.replace('#', '')}`
