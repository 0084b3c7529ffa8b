import { shallowRef } from 'vue'
import { api, ask, Problem } from '../../api/client'
import type { Cast, PuzzleAnswer } from '../../api/schema'
import { moment } from '../../parts/format'
import { present } from '../../parts/now'
import { stored } from '../../parts/store'

/**
 * One tap, one key. When the line drops, or the server is too busy to answer, we cannot know whether the votes arrived, so the
 * tap is kept with its key and sent again later: the server answers a repeated key with the first receipt and never counts it
 * twice. A tap is never carried into another day, because each day's votes are its own.
 */
export interface Tap {
  key: string
  campaign: string
  entry: string
  title: string
  count: number
  /** For how many milliseconds the work's page had been open when it was tapped. */
  watched?: number
  /** The voting day it was meant for, as YYYY-MM-DD in the contest's zone. */
  day: string
  zone: string
  /** Where it is cast, in a contest with several places. */
  channel?: string
}

export type Outcome = { tap: Tap; cast: Cast } | { tap: Tap; problem: Problem } | { tap: Tap; expired: true }

const memory = stored<Tap>('saiying.vote')
export const pending = shallowRef<Tap | undefined>(memory.get())
export const outcome = shallowRef<Outcome>()
/** The tap that the server counts only once a puzzle is solved, or a minute waited for. Who shows the puzzle clears it, once told what came of it. */
export const puzzled = shallowRef<Tap>()

export function dayIn(zone: string, at: number | Date = present()): string {
  const m = moment(at, zone)
  return `${m.year}-${String(m.month).padStart(2, '0')}-${String(m.day).padStart(2, '0')}`
}

function hold(tap: Tap | undefined) {
  pending.value = tap
  memory.set(tap)
}

/** How long an answer may take before the line counts as down, in milliseconds. */
const patience = 15_000
/** How long a tap waits before it is sent again, in seconds, where the server names no time. */
const pause = 20

const send = (tap: Tap, puzzle?: PuzzleAnswer) =>
  ask(
    api.POST('/campaigns/{campaign}/votes', {
      params: { path: { campaign: tap.campaign }, header: { 'Idempotency-Key': tap.key } },
      body: { entry: tap.entry, count: tap.count, watched_ms: tap.watched, puzzle, channel: tap.channel },
      signal: AbortSignal.timeout(patience),
    }),
  )

/** Whether the same tap may still be counted if it is sent again: nothing was answered, or only "not now". */
const unanswered = (e: unknown): e is Problem => e instanceof Problem && [0, 429, 502, 503, 504].includes(e.status)

let timer: ReturnType<typeof setTimeout> | undefined
let sending: string | undefined

/** Casts. Returns undefined when it could not be sent and the tap waits. Throws a Problem when it is refused. */
export async function cast(tap: Tap, puzzle?: PuzzleAnswer): Promise<Cast | undefined> {
  clearTimeout(timer)
  memory.set(tap)
  sending = tap.key
  try {
    const done = await send(tap, puzzle)
    hold(undefined)
    return done
  } catch (e) {
    if (e instanceof Problem && e.code === 'ballot.captcha') puzzled.value = tap
    if (unanswered(e)) {
      hold(tap)
      timer = setTimeout(() => void settle(), Math.max(1, e.wait ?? pause) * 1000)
      return undefined
    }
    hold(undefined)
    throw e
  } finally {
    sending = undefined
  }
}

/** Sends what waits; leaves it waiting while it cannot be sent. A tap that is on its way already is not sent beside itself. */
export async function settle(now = present()) {
  const tap = pending.value
  if (!tap || tap.key === sending) return
  if (tap.day !== dayIn(tap.zone, now)) {
    hold(undefined)
    outcome.value = { tap, expired: true }
    return
  }
  try {
    const done = await cast(tap)
    if (!done) return
    puzzled.value = undefined
    outcome.value = { tap, cast: done }
  } catch (e) {
    outcome.value = { tap, problem: e as Problem }
  }
}

export function drop() {
  clearTimeout(timer)
  hold(undefined)
}
