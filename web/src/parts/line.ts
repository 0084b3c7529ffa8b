import { shallowRef } from 'vue'

/** Whether there is a line at all, as far as the browser knows. */
export const online = shallowRef(navigator.onLine)
addEventListener('online', () => (online.value = true))
addEventListener('offline', () => (online.value = false))
