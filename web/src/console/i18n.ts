/** The two languages of the console. Chinese is the first; English says the same. */
import { createI18n } from 'vue-i18n'
import zh from './locale/zh-CN'
import en from './locale/en'

export type Language = 'zh-CN' | 'en'

function wanted(): Language {
  const asked =
    new URLSearchParams(location.search).get('lang') ??
    localStorage.getItem('saiying.lang') ??
    document.cookie.match(/saiying_lang=([\w-]+)/)?.[1]
  return asked?.startsWith('en') ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: wanted(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en: en as unknown as typeof zh },
})

export const language = () => i18n.global.locale.value as Language

/** Switches and remembers the language; the server reads the cookie. */
export function speak(lang: Language) {
  i18n.global.locale.value = lang
  localStorage.setItem('saiying.lang', lang)
  document.cookie = `saiying_lang=${lang}; path=/; max-age=31536000; samesite=lax`
  document.documentElement.lang = lang
}
