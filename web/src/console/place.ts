/** Which contest the screen is about: the one in the address. */
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useQuery } from '@tanstack/vue-query'
import { api, ask } from '../api/client'
import { may } from './session'

/** The contest of the address: its key, its public face, and whether this person may act or only read. */
export function usePlace() {
  const route = useRoute()
  const campaign = computed(() => String(route.params.campaign ?? ''))
  /** This contest as the parameters of an operation. */
  const contest = () => ({ params: { path: { campaign: campaign.value } } })
  const view = useQuery({
    queryKey: ['campaign', campaign],
    queryFn: () => ask(api.GET('/campaigns/{campaign}', contest())),
    enabled: () => campaign.value !== '',
    staleTime: 60_000,
  })
  const organises = computed(() => may(campaign.value, 'organiser'))
  const screens = computed(() => may(campaign.value, 'organiser', 'screener'))
  return { campaign, contest, view, organises, screens, at: (path: string) => `/c/${campaign.value}${path}` }
}

export const useCampaigns = () =>
  useQuery({ queryKey: ['campaigns'], queryFn: () => ask(api.GET('/console/campaigns')), staleTime: 60_000 })

const lastKey = 'saiying.campaign'
export const remember = (key: string) => localStorage.setItem(lastKey, key)
export const remembered = () => localStorage.getItem(lastKey)
