/** Time as the console shows it: Beijing time, the server's clock, words instead of stamps. */
import { computed, ref } from 'vue'
import { present } from '../parts/now'
import { i18n, language } from './i18n'

const zone = 'Asia/Shanghai'
const t = (key: string, values: Record<string, unknown> = {}) => (i18n.global.t as (k: string, v: object) => string)(key, values)

const tick = ref(0)
/** The server's present, ticking every 20 seconds for what counts down. */
export const now = computed(() => (tick.value, new Date(present())))
export const startClock = () => setInterval(() => tick.value++, 20_000)

type Stamp = string | number | Date
type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'weekday', string>

const readers = new Map<string, Intl.DateTimeFormat>()
function reader(lang: string) {
  let r = readers.get(lang)
  if (!r) {
    r = new Intl.DateTimeFormat(lang, {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    readers.set(lang, r)
  }
  return r
}

function parts(at: Stamp): Parts {
  const out = {} as Parts
  for (const p of reader(language()).formatToParts(new Date(at))) out[p.type as keyof Parts] = p.value
  return out
}

/** 2020年12月3日 | 3 Dec 2020 */
export const day = (at: Stamp) => t('time.day', named(parts(at)))
/** 12月3日20:14; with the year when it is not this one */
export function moment(at: Stamp) {
  const p = parts(at)
  return t(p.year === parts(now.value).year ? 'time.moment' : 'time.moment_year', named(p))
}
/** A bell that rings at midnight belongs to the day it ends: 11月25日24:00, not 26日00:00. */
export function bell(at: Stamp) {
  if (clock(at) !== '00:00') return moment(at)
  const eve = new Date(at).getTime() - 1
  return t(parts(eve).year === parts(now.value).year ? 'time.moment' : 'time.moment_year', {
    ...named(parts(eve)),
    hour: '24',
    minute: '00',
  })
}
/** 2020年12月3日 周四 20:14 */
export const full = (at: Stamp) => t('time.full', named(parts(at)))
/** 12/3 */
export const monthDay = (at: Stamp) => {
  const p = parts(at)
  return `${p.month}/${p.day}`
}
/** 20:14 */
export const clock = (at: Stamp) => {
  const p = parts(at)
  return `${p.hour}:${p.minute}`
}
/** 20:14:06 */
export const clockSeconds = (at: Stamp) => {
  const p = parts(at)
  return `${p.hour}:${p.minute}:${p.second}`
}
/** 2020-12-03 in Beijing, for days as data */
export const isoDay = (at: Stamp) => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
/** The instant of a Beijing wall-clock reading such as 2020-12-03T20:14. */
export const fromBeijing = (wall: string) => `${wall.length === 10 ? `${wall}T00:00` : wall}:00+08:00`
/** The Beijing wall clock of an instant, for a datetime-local field. */
export const toBeijing = (at: Stamp) => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 16)

const named = (p: Parts) => ({ ...p, mon: t(`time.months.${p.month}`) })

/** A span in two units at most: 6天8小时, 15小时, 20分. */
export function span(ms: number) {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000))
  const d = Math.floor(minutes / 1440),
    h = Math.floor((minutes % 1440) / 60),
    m = minutes % 60
  if (d >= 3) return t('time.d', { d })
  if (d > 0) return t('time.d', { d }) + (h ? t('time.join') + t('time.h', { h }) : '')
  if (h > 0) return t('time.h', { h }) + (m && h < 10 ? t('time.join') + t('time.min', { m }) : '')
  return t('time.min', { m })
}

/** 还有6天8小时 | 逾期15小时 */
export function due(at: Stamp, from: Date = now.value) {
  const left = new Date(at).getTime() - from.getTime()
  return t(left >= 0 ? 'time.left' : 'time.late', { span: span(left) })
}

/** 刚才, 5分钟前, 昨天16:20, 12月3日20:14 */
export function ago(at: Stamp, from: Date = now.value) {
  const past = from.getTime() - new Date(at).getTime()
  if (past < 60_000) return t('time.just')
  if (past < 3_600_000) return t('time.ago', { span: span(past) })
  if (isoDay(at) === isoDay(from)) return t('time.today', { clock: clock(at) })
  if (isoDay(at) === isoDay(from.getTime() - 86_400_000)) return t('time.yesterday', { clock: clock(at) })
  return moment(at)
}

/** 2:41 and 1:02:41, for the length of a film */
export function length(seconds: number) {
  const s = Math.round(seconds),
    h = Math.floor(s / 3600),
    m = Math.floor((s % 3600) / 60),
    pad = (n: number) => String(n).padStart(2, '0')
  return h ? `${h}:${pad(m)}:${pad(s % 60)}` : `${m}:${pad(s % 60)}`
}
/** 01:14.0, for a place within a film */
export function place(seconds: number) {
  const tenths = Math.max(0, Math.round(seconds * 10)),
    s = Math.floor(tenths / 10)
  return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}.${tenths % 10}`
}
/** 214 MB, in decimal units as cameras and phones say it */
export function size(bytes: number) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(bytes >= 1e8 ? 0 : 1)} MB`
  return `${Math.max(1, Math.round(bytes / 1e3))} KB`
}
/** 263,040 */
export const count = (n: number) => n.toLocaleString('en-US')
/** 9f3c…71ab */
export const print = (sha: string) => (sha.length > 12 ? `${sha.slice(0, 4)}…${sha.slice(-4)}` : sha)
