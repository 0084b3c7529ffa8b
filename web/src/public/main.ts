import '../styles/index.css'
import './big'
import { createApp } from 'vue'
import { learn } from '../locale'
import { meet } from '../rooms/identity/session'
import App from './App.vue'
import { router } from './router'

// The first screen is already painted by the server. Vue takes its place only once the words, the screen's
// code and its data are here, so nothing flashes.
const app = createApp(App).use(router)
void meet()
await Promise.all([learn(), router.isReady()])
app.mount('#app')
