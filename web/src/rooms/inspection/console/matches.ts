/** The matches of a contest as the address narrows them, for the list and for going from one pair to the next. */
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { api, ask } from '../../../api/client'
import type { Match } from '../../../api/schema'
import type { Shape } from '../../../console/parts/Mark.vue'
import { usePlace } from '../../../console/place'

export type Standing = 'undecided' | 'decided'
export interface Narrow {
  standing?: Standing
  how?: Match['how']
  where?: Match['where']
  asset?: string
}
export const wheres: Match['where'][] = ['here', 'aside', 'earlier', 'elsewhere']
export const hows: Match['how'][] = ['bytes', 'picture', 'sound']

/** Undecided pairs unless the address says otherwise: all=1 is everything. */
export function useMatches() {
  const route = useRoute()
  const { campaign } = usePlace()
  const read = (k: string) => String(route.query[k] ?? '') || undefined
  const filter = computed<Narrow>(() => ({
    standing: read('all') ? undefined : ((read('standing') as Standing | undefined) ?? 'undecided'),
    how: read('how') as Match['how'] | undefined,
    where: read('where') as Match['where'] | undefined,
    asset: read('asset'),
  }))
  const list = useInfiniteQuery({
    queryKey: ['matches', campaign, filter],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/console/campaigns/{campaign}/matches', {
          params: { path: { campaign: campaign.value }, query: { ...filter.value, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (old) => old,
  })
  const rows = computed<Match[]>(() => list.data.value?.pages.flatMap((p) => p.items) ?? [])
  const first = computed(() => list.data.value?.pages[0])
  return { filter, list, rows, first }
}

/** How a decision is drawn. */
export const decisionShape: Record<NonNullable<Match['decision']>, Shape> = { same: 'bad', different: 'ok', allowed: 'note' }
