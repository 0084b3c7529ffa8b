import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { api, ask, Problem } from '../../api/client'
import type { Campaign, MyVotes } from '../../api/schema'
import { person } from '../identity/session'

/** What the voter has left today, by contest. Read when somebody is signed in and the vote is open. */
const all = shallowRef<Record<string, MyVotes>>({})

/** Why the one who is signed in may not vote here (an account without WeChat), by contest. */
const refused = shallowRef<Record<string, Problem>>({})
export const barred = (campaign: string) => refused.value[campaign]

export async function readMine(campaign: string) {
  const mine = await ask(api.GET('/campaigns/{campaign}/votes/mine', { params: { path: { campaign } } }))
  all.value = { ...all.value, [campaign]: mine }
  return mine
}

/** After a vote the server has said what remains; the list itself is read again. */
export function spent(campaign: string, remaining: number) {
  const before = all.value[campaign]
  if (before && !before.channels) all.value = { ...all.value, [campaign]: { ...before, remaining_today: remaining } }
  void readMine(campaign).catch(() => {})
}

export function useMine(c: ComputedRef<Campaign>): ComputedRef<MyVotes | undefined> {
  watch(
    () => [c.value.key, c.value.voting?.open, person.value?.id] as const,
    ([key, open, who]) => {
      all.value = {}
      refused.value = {}
      // When it cannot be read the bar shows the rule instead of what is left; a refusal is told in the panel.
      if (who && open)
        readMine(key).catch((e) => {
          if (e instanceof Problem && e.status === 403) refused.value = { ...refused.value, [key]: e }
        })
    },
    { immediate: true },
  )
  return computed(() => (c.value.voting?.open ? all.value[c.value.key] : undefined))
}
