import { shallowRef } from 'vue'
import { api, ask } from '../../api/client'
import { forget, useResource } from '../../parts/resource'
import type { Person } from '../../api/schema'

/** Who sits before the screen. undefined: not yet known; null: nobody is signed in. */
export const person = shallowRef<Person | null>()

/** Asks once when the page opens. A line that is down leaves it unknown; screens then ask for themselves. */
export async function meet() {
  try {
    person.value = (await ask(api.GET('/session'))).person ?? null
  } catch {
    person.value = undefined
  }
}

/** By what one can sign in here. It is asked for once it is wanted. */
export const useSignInOptions = (wanted = () => true) =>
  useResource(
    () => (wanted() ? '/session/options' : ''),
    () => ask(api.GET('/session/options')),
  )

export function arrive(someone: Person) {
  person.value = someone
  forget('/my/', '/campaigns/')
}

export async function leave() {
  await ask(api.DELETE('/session'))
  person.value = null
  forget('/my/', '/campaigns/')
}

/** Only a path of this site may follow a sign-in; anything else leads home. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/me'
}

export const signInTo = (next: string) => ({ path: '/sign-in', query: { next } })
