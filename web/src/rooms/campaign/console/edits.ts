/** The form editor's model: paths of the campaign file and what was typed, only what differs from the file. */
import type { Campaign } from '../../../api/schema'
import { toBeijing } from '../../../console/time'

export type Kind = 'text' | 'number' | 'day' | 'flag'
export interface Line {
  path: string
  group: string
  item: string
  what: string
  kind: Kind
  was: string
}

const two = (n: number) => String(n).padStart(2, '0')

/** A bell as the file writes it: a day alone when it opens or closes with the day, else day and minute. A close at midnight is the day before. */
export function wall(at: string | undefined, precision: string, closes = false): string {
  if (!at) return ''
  const plain = precision === 'minute' ? toBeijing(at).replace('T', ' ') : ''
  if (plain) return plain
  const day = new Date(new Date(at).getTime() + 8 * 3_600_000 - (closes ? 1 : 0))
  return `${day.getUTCFullYear()}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}`
}

/** Every line the form offers: phases, fields, prizes, rounds, the vote. */
export function lines(v: Campaign): Line[] {
  const out: Line[] = []
  for (const p of v.phases) {
    out.push({ path: `phases.${p.key}.label`, group: 'phases', item: p.label, what: 'label', kind: 'text', was: p.label })
    out.push({
      path: `phases.${p.key}.open`,
      group: 'phases',
      item: p.label,
      what: 'open',
      kind: 'day',
      was: wall(p.opens_at, p.precision),
    })
    out.push({
      path: `phases.${p.key}.close`,
      group: 'phases',
      item: p.label,
      what: 'close',
      kind: 'day',
      was: wall(p.closes_at, p.precision, true),
    })
  }
  for (const f of v.form) {
    out.push({ path: `form.${f.key}.label`, group: 'form', item: f.label, what: 'label', kind: 'text', was: f.label })
    out.push({
      path: `form.${f.key}.required`,
      group: 'form',
      item: f.label,
      what: 'required',
      kind: 'flag',
      was: String(f.required),
    })
    out.push({
      path: `form.${f.key}.max_chars`,
      group: 'form',
      item: f.label,
      what: 'max_chars',
      kind: 'number',
      was: f.max_chars ? String(f.max_chars) : '',
    })
  }
  for (const p of v.prizes)
    out.push({
      path: `prizes.${p.key}.quota`,
      group: 'prizes',
      item: p.label,
      what: 'quota',
      kind: 'number',
      was: p.quota ? String(p.quota) : '',
    })
  for (const r of v.rounds)
    if (r.size)
      out.push({
        path: `rounds.${r.key}.size`,
        group: 'rounds',
        item: r.label,
        what: 'size',
        kind: 'number',
        was: String(r.size),
      })
  if (v.voting) {
    out.push({
      path: 'voting.per_day',
      group: 'voting',
      item: '',
      what: 'per_day',
      kind: 'number',
      was: String(v.voting.per_day),
    })
    out.push({
      path: 'voting.per_work_per_day',
      group: 'voting',
      item: '',
      what: 'per_work',
      kind: 'number',
      was: String(v.voting.per_work_per_day),
    })
    for (const x of v.voting.channels ?? []) {
      const at = { path: `voting.channels.${x.key}`, group: 'voting', item: x.label, kind: 'number' } as const
      out.push({ ...at, path: `${at.path}.per_day`, what: 'per_day', was: String(x.per_day) })
      out.push({ ...at, path: `${at.path}.weight`, what: 'weight', was: String(x.weight) })
    }
  }
  return out
}

/** A day of the calendar, perhaps with an hour: 2020-11-15, 2020-11-15 17:00; not 2020-02-30. */
function exists(s: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d)?$/.test(s)) return false
  const day = new Date(`${s.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(s.slice(0, 10))
}

export const valid = (l: Line, now: string) =>
  l.kind === 'number'
    ? now === ''
      ? l.was === ''
      : /^[1-9]\d*$/.test(now)
    : l.kind === 'day'
      ? now === ''
        ? l.was === ''
        : exists(now)
      : l.kind === 'text'
        ? now.trim() !== ''
        : true

/** What to send: the lines that differ, each as the file's own type. */
export function changes(all: Line[], typed: Record<string, string>) {
  return all
    .filter((l) => typed[l.path] !== undefined && typed[l.path] !== l.was)
    .map((l) => {
      const now = typed[l.path] ?? ''
      return { path: l.path, value: l.kind === 'number' ? Number(now) : l.kind === 'flag' ? now === 'true' : now.trim() }
    })
}
