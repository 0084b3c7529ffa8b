import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { here } from './place'

/** The contest one stands in, or last stood in; the bars lead there. */
export function useBase() {
  const route = useRoute()
  return computed(() => {
    const key = (route.params.campaign as string | undefined) ?? here.get()?.key
    return key ? `/c/${key}` : ''
  })
}

export const tabs = (base: string) =>
  [
    { tab: 'home', to: base || '/', icon: 'home' },
    { tab: 'works', to: base ? `${base}/works` : '/', icon: 'works' },
    { tab: 'ranking', to: base ? `${base}/ranking` : '/', icon: 'rank' },
    { tab: 'me', to: '/me', icon: 'me' },
  ] as const
