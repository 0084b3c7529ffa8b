import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { api, ask } from '../../api/client'
import type { Campaign, MyVotes } from '../../api/schema'
import { person } from '../identity/session'

/** What the voter has left today, by contest. Read when somebody is signed in and the vote is open. */
const all = shallowRef<Record<string, MyVotes>>({})

export async function readMine(campaign: string) {
  const mine = await ask(api.GET('/campaigns/{campaign}/votes/mine', { params: { path: { campaign } } }))
  all.value = { ...all.value, [campaign]: mine }
  return mine
}

/** After a vote the server has said what remains; the list itself is read again. */
export function spent(campaign: string, remaining: number) {
  const before = all.value[campaign]
  if (before) all.value = { ...all.value, [campaign]: { ...before, remaining_today: remaining } }
  void readMine(campaign).catch(() => {})
}

export function useMine(c: ComputedRef<Campaign>): ComputedRef<MyVotes | undefined> {
  watch(
    () => [c.value.key, c.value.voting?.open, person.value?.id] as const,
    ([key, open, who]) => {
      if (!who) all.value = {}
      else if (open) void readMine(key).catch(() => {}) // the bar then shows the rule instead of what is left
    },
    { immediate: true },
  )
  return computed(() => (c.value.voting?.open ? all.value[c.value.key] : undefined))
}
