import { onScopeDispose, shallowRef } from 'vue'

/** Whether the window is at least so many pixels wide. */
export function useWide(px: number) {
  const query = matchMedia(`(min-width:${px}px)`)
  const wide = shallowRef(query.matches)
  const tell = () => (wide.value = query.matches)
  query.addEventListener('change', tell)
  onScopeDispose(() => query.removeEventListener('change', tell))
  return wide
}
