import { watchEffect, type ComputedRef } from 'vue'
import type { Campaign } from '../api/schema'
import { t } from '../locale'

/** The window's title: this screen, the contest, the site. */
export function useTitle(title: () => string, campaign?: ComputedRef<Campaign>) {
  watchEffect(() => {
    document.title = [title(), campaign?.value.short_title ?? t('app.name')].filter(Boolean).join(' · ')
  })
}
