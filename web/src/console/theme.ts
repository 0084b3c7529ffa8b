/** Light, dark, or as the desk has it. */
import { ref } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
const dark = matchMedia('(prefers-color-scheme: dark)')
export const theme = ref<Theme>((localStorage.getItem('saiying.theme') as Theme) || 'auto')

function apply() {
  const night = theme.value === 'dark' || (theme.value === 'auto' && dark.matches)
  document.documentElement.dataset.theme = night ? 'dark' : 'light'
  document.documentElement.classList.toggle('dark', night)
}

export function setTheme(next: Theme) {
  theme.value = next
  localStorage.setItem('saiying.theme', next)
  apply()
}

dark.addEventListener('change', apply)
apply()
