import { createApp, h } from 'vue'
import { t } from '../locale'
createApp({ render: () => h('main', t('app.name')) }).mount('#app')
