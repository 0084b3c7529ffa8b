import { shallowRef } from 'vue'
import { api, ask } from '../../api/client'
import { forget, useResource } from '../../parts/resource'
import type { Person } from '../../api/schema'

/** Who sits before the screen. undefined: not yet known; null: nobody is signed in. */
export const person = shallowRef<Person | null>()

/** Counts who came and went, so that an answer which is overtaken by a sign-in does not undo it. */
let turn = 0

/** Asks once when the page opens. A line that is down leaves it unknown; screens then ask for themselves. */
export async function meet() {
  const mine = ++turn
  const met = await ask(api.GET('/session')).then(
    (s) => s.person ?? null,
    () => undefined,
  )
  if (mine === turn) person.value = met
}

/** By what one can sign in here. It is asked for once it is wanted. */
export const useSignInOptions = (wanted = () => true) =>
  useResource(
    () => (wanted() ? '/session/options' : ''),
    () => ask(api.GET('/session/options')),
  )

export function arrive(someone: Person) {
  turn++
  person.value = someone
  forget('/my/', '/campaigns/')
}

export async function leave() {
  await ask(api.DELETE('/session'))
  turn++
  person.value = null
  forget('/my/', '/campaigns/')
}

/** Only a path of this site may follow a sign-in; anything else leads home. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/me'
}

export const signInTo = (next: string) => ({ path: '/sign-in', query: { next } })
