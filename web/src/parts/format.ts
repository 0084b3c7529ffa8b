import { lang, t } from '../locale'
import type { Phase } from '../api/schema'
import { present } from './now'

/**
 * Times, sizes and lengths as people read them. Times are read in the campaign's own zone, so a deadline says the
 * same hour to everybody; without one, Beijing time.
 */
const home = 'Asia/Shanghai'

export interface Moment {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

export function moment(at: string | number | Date, zone = home): Moment {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-u-ca-gregory', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  const part: Record<string, number> = {}
  for (const p of clock.formatToParts(new Date(at))) part[p.type] = Number(p.value)
  return part as unknown as Moment
}

const two = (n: number) => String(n).padStart(2, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const zh = () => lang !== 'en'

/** 11月15日; the year is told only when it is not `thisYear`. */
export function day(at: string, zone = home, thisYear = moment(present(), zone).year): string {
  const m = moment(at, zone)
  if (!zh()) return `${m.day} ${months[m.month - 1]}${m.year === thisYear ? '' : ` ${m.year}`}`
  return `${m.year === thisYear ? '' : `${m.year}年`}${m.month}月${m.day}日`
}

/** 2026年12月30日, for documents. */
export function fullDay(at: string, zone = home): string {
  const m = moment(at, zone)
  return zh() ? `${m.year}年${m.month}月${m.day}日` : `${m.day} ${months[m.month - 1]} ${m.year}`
}

/** 12月10日18时 in prose; minutes are told when there are any. */
export function moments(at: string, zone = home): string {
  const m = moment(at, zone)
  if (!zh()) return `${day(at, zone)}, ${two(m.hour)}:${two(m.minute)}`
  return `${day(at, zone)}${m.hour}时${m.minute ? `${two(m.minute)}分` : ''}`
}

/** 2026年11月14日 21:06, in tables and on receipts. */
export function stamp(at: string, zone = home): string {
  const m = moment(at, zone)
  return `${fullDay(at, zone)} ${two(m.hour)}:${two(m.minute)}`
}

/**
 * The end of a window. Windows end before their last instant, so midnight belongs to the day that
 * ends there: 11月15日24时, not 11月16日0时.
 */
export function deadline(at: string, zone = home): string {
  const m = moment(at, zone)
  const last = new Date(new Date(at).getTime() - 1).toISOString()
  if (m.hour === 0 && m.minute === 0) return zh() ? `${day(last, zone)}24时` : `${day(last, zone)}, 24:00`
  return m.hour === 23 && m.minute === 59 ? (zh() ? `${day(at, zone)}24时` : `${day(at, zone)}, 24:00`) : moments(at, zone)
}

const exact = new Set(['day', 'hour', 'minute', 'second'])

/** The notice writes 交流会（2021年1月）: beside the label only what is in the brackets is told. */
const own = (says: string, label = '') =>
  label && says.startsWith(`${label}（`) && says.endsWith('）') ? says.slice(label.length + 1, -1) : says

/** A phase's window: 10月15日—11月15日, or the notice's own words where it is not exact (12月中旬). */
export function period(
  p: Pick<Phase, 'opens_at' | 'closes_at' | 'precision' | 'says'> & { label?: string },
  zone = home,
): string {
  if (!exact.has(p.precision) && p.says) return own(p.says, p.label)
  const last = p.closes_at && new Date(new Date(p.closes_at).getTime() - 1).toISOString()
  if (p.opens_at && last) {
    const [from, to] = [day(p.opens_at, zone), day(last, zone)]
    return from === to ? from : zh() ? `${from}—${to}` : `${from} – ${to}`
  }
  if (p.opens_at) return t('time.from', { day: day(p.opens_at, zone) })
  if (last) return t('time.until', { day: day(last, zone) })
  return p.says
}

export interface Left {
  days: number
  hours: number
  minutes: number
  seconds: number
}

export function left(until: string, now = present()): Left | null {
  const s = Math.floor((new Date(until).getTime() - now) / 1000)
  if (s <= 0) return null
  return { days: Math.floor(s / 86400), hours: Math.floor(s / 3600) % 24, minutes: Math.floor(s / 60) % 60, seconds: s % 60 }
}

/** 2天3时, 3时12分, 40秒: the two largest parts of what is left. */
export function leftWords(l: Left): string {
  const all: [number, string][] = [
    [l.days, t('time.days')],
    [l.hours, t('time.hours')],
    [l.minutes, t('time.minutes')],
    [l.seconds, t('time.seconds')],
  ]
  const largest = all.findIndex(([n]) => n > 0)
  const first = largest < 0 ? all.length - 1 : largest
  return all
    .slice(first, first + 2)
    .filter(([n], i) => n > 0 || i === 0)
    .map(([n, unit]) => `${n}${unit}`)
    .join(zh() ? '' : ' ')
}

/** Seconds as 1分37秒. */
export function spell(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  return leftWords({ days: 0, hours: Math.floor(s / 3600), minutes: Math.floor(s / 60) % 60, seconds: s % 60 })
}

/** A film's length as 2:58. */
export function length(seconds: number): string {
  const s = Math.round(seconds)
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
    : `${Math.floor(s / 60)}:${two(s % 60)}`
}

/** Bytes as 1.02 GB or 648 MB, in powers of ten as phones show them. */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
  return `${Math.ceil(bytes / 1e3)} kB`
}

export const number = (n: number) => n.toLocaleString('en-US').replace(/,/g, zh() && n < 10000 ? '' : ',')

/** A checksum in fours, as it is read aloud: 9e41 c07b 52d8 a6f3. */
export const fours = (hex: string, n = 16) => (hex.slice(0, n).match(/.{1,4}/g) ?? []).join(' ')

const figure =
  /(\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d(?:[\d.,:×—]*\d)?(?:\s?(?:年|月|日|时|分钟|分|秒|天|票|部|名|项|个|步|件|号|条|字|次|人|位|行|%|％|[KMG]B|Mbps|kB))?|《[^》]{1,14}》)/g

/** Splits a sentence so that a figure and its unit, or a short 《title》, never part. Odd pieces stay whole. */
export const pieces = (text: string): string[] => text.split(figure)
