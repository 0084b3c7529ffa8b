import 'element-plus/theme-chalk/base.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/element.css'
import './theme'
import { createApp } from 'vue'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { Problem } from '../api/client'
import App from './App.vue'
import { i18n, language, speak } from './i18n'
import { startKeys } from './keys'
import { router } from './router'
import { startClock } from './time'

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is an answer; only a lost line is tried again.
      retry: (times, e) => times < 2 && !(e instanceof Problem && e.status !== 0 && e.status < 500),
    },
  },
})

speak(language())
startClock()
startKeys()
createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#console')
