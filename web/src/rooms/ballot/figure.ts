import { t } from '../../locale'
import { number } from '../../parts/format'

/** A work's votes as they are shown: their number, or where works are banded a bound that they have reached. */
export interface Shown {
  votes?: number
  votes_from?: number
}

/** 1234, 500+ or 不足100; nothing where votes are not shown. */
export function figure({ votes, votes_from: from }: Shown): string | undefined {
  if (votes !== undefined) return number(votes)
  if (from === undefined) return undefined
  return from ? `${number(from)}+` : t('ballot.below')
}
