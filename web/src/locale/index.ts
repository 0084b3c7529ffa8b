import zh from './zh-CN.json'

/**
 * The words. One language a page: the server has already chosen it (address, cookie, browser) and
 * says so in <html lang>, and changing it loads the page again, so nothing here needs to react.
 * The same JSON files are read by the Go server for the first screen.
 */
export type Words = typeof zh
export type Lang = 'zh-CN' | 'en'

export const lang: Lang = document.documentElement.lang.startsWith('en') ? 'en' : 'zh-CN'

let words: Words = zh

/** Fetches English when English is asked for. Chinese came with the page. */
export async function learn() {
  if (lang === 'en') words = (await import('./en.json')).default
}

type Leaf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaf<T[K]>}` }[keyof T & string]
export type Key = Leaf<Words>

/** The sentence of a key, its {names} filled in. A missing key answers itself, to be seen at once. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const found = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words)
  return typeof found === 'string' ? found.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : key
}

/** Loads this page again in the other language; the server reads the cookie. */
export function speak(other: Lang) {
  document.cookie = `saiying_lang=${other}; path=/; max-age=31536000; samesite=lax`
  const here = new URL(location.href)
  here.searchParams.delete('lang')
  location.replace(here)
}
