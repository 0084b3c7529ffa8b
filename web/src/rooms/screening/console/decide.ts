/** A screener's decision in the making, and the letter the author will read. No screen, no network. */
import type { Finding, Screening, ScreeningItem } from '../../../api/schema'

export type Verb = 'admit' | 'return' | 'reject'
export interface Draft {
  decision?: Verb
  reasons: string[]
  note: string
}
export interface Reason {
  key: string
  says: string
  cap: string
}

/** Keys under the left hand, past those the screen already uses (A, R, X, F, S, N, J, K). */
export const reasonKeys = ['q', 'w', 'e', 't', 'y', 'u', 'i', 'o', 'p', 'd', 'g', 'h', 'l', 'c', 'v', 'b', 'm']

/** The reasons in the order a person needs them: first what the machine found wrong or doubtful in this work, then the rest. */
export function ordered(reasons: Screening['reasons'], findings: Finding[]): Reason[] {
  const weight = (key: string) => {
    const f = findings.find((x) => x.rule === key)
    return !f || f.ok ? 2 : f.undecided ? 1 : 0
  }
  return reasons
    .map((r) => ({ ...r, key: r.key ?? '' }))
    .sort((a, b) => weight(a.key) - weight(b.key))
    .map((r, i) => ({ ...r, cap: reasonKeys[i] ?? '' }))
}

export const fresh = (): Draft => ({ reasons: [], note: '' })

/** Choosing a verb; admitting forgets the reasons, for there are none. */
export const choose = (d: Draft, decision: Verb): Draft => ({ ...d, decision, reasons: decision === 'admit' ? [] : d.reasons })

/** Choosing a reason, which means the work goes back unless it was already being rejected, or authors can no longer mend. */
export function reason(d: Draft, key: string, mayReturn = true): Draft {
  const reasons = d.reasons.includes(key) ? d.reasons.filter((k) => k !== key) : [...d.reasons, key]
  return { ...d, reasons, decision: d.decision === 'reject' || !mayReturn ? 'reject' : 'return' }
}

/** Why the draft cannot be sent yet; undefined when it can. A work goes back or out for what the notice asks, not for a note. */
export function missing(d: Draft): 'decision' | 'reason' | undefined {
  if (!d.decision) return 'decision'
  if (d.decision !== 'admit' && d.reasons.length === 0) return 'reason'
  return undefined
}

/** The sentences of the letter: each reason in the notice's words with what was measured, then the screener's own words. */
export function letter(d: Draft, reasons: Reason[], findings: Finding[]): string[] {
  const lines = d.reasons.map((key) => {
    const says = reasons.find((r) => r.key === key)?.says ?? key
    const f = findings.find((x) => x.rule === key && !x.ok && !x.undecided)
    return [f?.message && f.message !== says ? `${says}（${f.message}）` : says, f?.mend].filter(Boolean).join('。')
  })
  return d.note.trim() ? [...lines, d.note.trim()] : lines
}

/** The work to show after this one: the next still undecided, else the one before it, else none. */
export function following(queue: ScreeningItem[], id: string, said?: string): string | undefined {
  if (said && queue.some((q) => q.id === said && q.id !== id)) return said
  const at = queue.findIndex((q) => q.id === id)
  const waits = (q: ScreeningItem) => q.id !== id && q.state === 'submitted'
  return (queue.slice(at + 1).find(waits) ?? queue.slice(0, Math.max(at, 0)).findLast(waits))?.id
}
