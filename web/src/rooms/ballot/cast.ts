import { shallowRef } from 'vue'
import { api, ask, Problem } from '../../api/client'
import type { Cast } from '../../api/schema'
import { moment } from '../../parts/format'
import { present } from '../../parts/now'
import { stored } from '../../parts/store'

/**
 * One tap, one key. When the line drops we cannot know whether the votes arrived, so the tap is kept with its
 * key and sent once more when the line returns: the server answers a repeated key with the first receipt and never counts it
 * twice. A tap is never carried into another day, because each day's votes are its own.
 */
export interface Tap {
  key: string
  campaign: string
  entry: string
  title: string
  count: number
  /** The voting day it was meant for, as YYYY-MM-DD in the contest's zone. */
  day: string
  zone: string
}

export type Outcome = { tap: Tap; cast: Cast } | { tap: Tap; problem: Problem } | { tap: Tap; expired: true }

const memory = stored<Tap>('saiying.vote')
export const pending = shallowRef<Tap | undefined>(memory.get())
export const outcome = shallowRef<Outcome>()

export function dayIn(zone: string, at: number | Date = present()): string {
  const m = moment(at, zone)
  return `${m.year}-${String(m.month).padStart(2, '0')}-${String(m.day).padStart(2, '0')}`
}

function hold(tap: Tap | undefined) {
  pending.value = tap
  memory.set(tap)
}

const send = (tap: Tap) =>
  ask(
    api.POST('/campaigns/{campaign}/votes', {
      params: { path: { campaign: tap.campaign }, header: { 'Idempotency-Key': tap.key } },
      body: { entry: tap.entry, count: tap.count },
    }),
  )

/** Casts. Returns undefined when the line is down and the tap waits. Throws a Problem when it is refused. */
export async function cast(tap: Tap): Promise<Cast | undefined> {
  hold(tap)
  try {
    const done = await send(tap)
    hold(undefined)
    return done
  } catch (e) {
    if (e instanceof Problem && e.offline) return undefined
    hold(undefined)
    throw e
  }
}

/** Sends what waits, once the line is back; leaves it waiting while it is not. */
export async function settle(now = present()) {
  const tap = pending.value
  if (!tap) return
  if (tap.day !== dayIn(tap.zone, now)) {
    hold(undefined)
    outcome.value = { tap, expired: true }
    return
  }
  try {
    const done = await cast(tap)
    if (done) outcome.value = { tap, cast: done }
  } catch (e) {
    outcome.value = { tap, problem: e as Problem }
  }
}

export const drop = () => hold(undefined)
