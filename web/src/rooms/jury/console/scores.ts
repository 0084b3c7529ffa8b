/** A judge's scores on their way to the server: kept on this device at once, sent when there is a line, never two at a time
 *  for one work. A newer version on the server is shown, not overwritten. */
import type { Task } from '../../../api/schema'

export interface Sheet {
  scores: Record<string, number>
  note: string
  done: boolean
  watched_s: number
}
export interface Pending extends Sheet {
  task: string
  version: number
  at: number
}
export type Saving = 'saved' | 'kept' | 'sending' | 'offline' | 'stale' | 'refused'
export interface Status {
  state: Saving
  at?: number
  says?: string
  theirs?: Task
}

/** What the queue needs from the world. `send` throws a Failure. */
export interface World {
  send(p: Pending): Promise<Task>
  store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now(): number
  later(act: () => void, ms: number): () => void
  heard(status: Status, task: string): void
  accepted(task: Task): void
}

/** Why sending failed: the line (to be tried again), a newer version, or a refusal with its sentence. */
export class Failure extends Error {
  constructor(
    readonly kind: 'line' | 'stale' | 'refused',
    says = '',
    readonly theirs?: Task,
  ) {
    super(says)
  }
}

const pause = 700
const waits = [2_000, 5_000, 15_000, 30_000]

export class ScoreQueue {
  private pending = new Map<string, Pending>()
  private timers = new Map<string, () => void>()
  private sending = new Set<string>()
  private tries = new Map<string, number>()

  constructor(
    private readonly world: World,
    private readonly name: string,
  ) {
    const kept = world.store.getItem(name)
    for (const p of kept ? (JSON.parse(kept) as Pending[]) : []) this.pending.set(p.task, p)
  }

  /** What this device still holds for a task, to be shown instead of the server's older copy. */
  held(task: string) {
    return this.pending.get(task)
  }
  /** How many works wait to be sent. */
  get waiting() {
    return this.pending.size
  }

  /** Keeps a change at once and sends it after a short pause. */
  change(task: string, version: number, sheet: Sheet, soon = false) {
    // A change made while an older one is on its way goes out under the version that one will bring.
    this.pending.set(task, { ...sheet, scores: { ...sheet.scores }, task, version, at: this.world.now() })
    this.keep()
    this.world.heard({ state: 'kept', at: this.world.now() }, task)
    this.tries.delete(task)
    this.plan(task, soon ? 0 : pause)
  }

  /** Sends all that waits now: on return of the line, on leaving the sheet. */
  flush() {
    for (const task of this.pending.keys()) this.plan(task, 0)
  }

  /** After a stale answer: keep mine, upon their version; or take theirs and forget mine. */
  settle(task: string, theirs: Task, mine: boolean) {
    const p = this.pending.get(task)
    if (!p || !mine) {
      this.forget(task)
      this.world.accepted(theirs)
      this.world.heard({ state: 'saved', at: this.world.now() }, task)
      return
    }
    this.pending.set(task, { ...p, version: theirs.version })
    this.keep()
    this.plan(task, 0)
  }

  private plan(task: string, ms: number) {
    this.timers.get(task)?.()
    this.timers.set(
      task,
      this.world.later(() => void this.go(task), ms),
    )
  }

  private async go(task: string) {
    const p = this.pending.get(task)
    this.timers.delete(task)
    if (!p || this.sending.has(task)) return
    this.sending.add(task)
    this.world.heard({ state: 'sending', at: p.at }, task)
    try {
      this.arrived(p, await this.world.send(p))
    } catch (e) {
      this.failed(p, e instanceof Failure ? e : new Failure('line'))
    } finally {
      this.sending.delete(task)
    }
  }

  private arrived(sent: Pending, task: Task) {
    this.tries.delete(sent.task)
    const newer = this.pending.get(sent.task)
    if (newer && newer !== sent) {
      this.pending.set(sent.task, { ...newer, version: task.version })
      this.keep()
      this.plan(sent.task, pause)
      return
    }
    this.forget(sent.task)
    this.world.accepted(task)
    this.world.heard({ state: 'saved', at: this.world.now() }, sent.task)
  }

  private failed(sent: Pending, why: Failure) {
    const { task } = sent
    if (why.kind === 'line') {
      const n = this.tries.get(task) ?? 0
      this.tries.set(task, n + 1)
      this.world.heard({ state: 'offline', at: this.pending.get(task)?.at }, task)
      this.plan(task, waits[Math.min(n, waits.length - 1)] ?? 30_000)
    } else if (why.kind === 'stale' && why.theirs) {
      this.world.heard({ state: 'stale', theirs: why.theirs }, task)
    } else {
      this.world.heard({ state: 'refused', says: why.message }, task)
      if (this.pending.get(task) !== sent) this.plan(task, pause)
    }
  }

  private forget(task: string) {
    this.pending.delete(task)
    this.keep()
  }

  private keep() {
    if (this.pending.size) this.world.store.setItem(this.name, JSON.stringify([...this.pending.values()]))
    else this.world.store.removeItem(this.name)
  }
}

/** Criteria not yet scored; an unscored criterion is not a nought. */
export const unscored = (criteria: { key: string; label: string }[], scores: Record<string, number>) =>
  criteria.filter((c) => scores[c.key] === undefined)

/** The weighted total in points out of the scale, two decimals, or undefined while something is unscored. Shown only; the server counts. */
export function total(
  criteria: { key: string; label: string; weight: number }[],
  scores: Record<string, number>,
): string | undefined {
  if (unscored(criteria, scores).length) return undefined
  const weights = criteria.reduce((s, c) => s + c.weight, 0)
  if (!(weights > 0)) return undefined
  // Hundredths as integers: 0.1 + 0.2 must not decide a prize even on screen.
  const hundredths =
    criteria.reduce((s, c) => s + Math.round((scores[c.key] ?? 0) * 1000) * Math.round(c.weight * 10_000), 0) /
    Math.round(weights * 10_000)
  return (Math.round(hundredths / 10) / 100).toFixed(2)
}

/** One step up or down on the scale; the first touch of an unscored criterion starts at six tenths, the pass mark. */
export function nudge(scale: { min: number; max: number; step: number }, value: number | undefined, by: number) {
  const digits = (String(scale.step).split('.')[1] ?? '').length
  if (value === undefined)
    return Number((scale.min + Math.round(((scale.max - scale.min) * 0.6) / scale.step) * scale.step).toFixed(digits))
  return Number(Math.min(scale.max, Math.max(scale.min, value + by * scale.step)).toFixed(digits))
}
