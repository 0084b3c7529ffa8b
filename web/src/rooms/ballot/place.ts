import { computed, ref, type ComputedRef } from 'vue'
import type { Campaign, MyVotes } from '../../api/schema'

type Voting = NonNullable<Campaign['voting']>

/** What is left today, in all places together. */
export const left = (m: MyVotes) => m.channels?.reduce((n, p) => n + p.remaining_today, 0) ?? m.remaining_today

/** How many votes a day are promised to whoever has not said who they are: those of the first place. */
export const aDay = (v: Voting) => v.channels?.[0]?.per_day ?? v.per_day

/** Where somebody votes who may vote in several places: where they choose, else the first place in which something is left. */
export function usePlace(v: ComputedRef<Voting>, mine: ComputedRef<MyVotes | undefined>) {
  const wanted = ref<string>()
  const purses = computed(() => mine.value?.channels ?? [])
  const purse = computed(
    () =>
      purses.value.find((p) => p.channel === wanted.value) ?? purses.value.find((p) => p.remaining_today > 0) ?? purses.value[0],
  )
  const place = computed({ get: () => purse.value?.channel, set: (key) => (wanted.value = key) })
  const remaining = computed(() => purse.value?.remaining_today ?? mine.value?.remaining_today ?? aDay(v.value))
  const perDay = computed(() => purse.value?.per_day ?? aDay(v.value))
  return { purses, place, remaining, perDay }
}
