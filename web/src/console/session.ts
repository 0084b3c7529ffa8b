/** Who sits here and what the roles allow. One person per page; read once, kept until sign-out. */
import { computed, ref } from 'vue'
import { api, ask } from '../api/client'
import type { Person, Role, Session } from '../api/schema'

export const person = ref<Person | null>(null)
export const sandbox = ref(false)
let asked: Promise<Person | null> | undefined

/** The person of this session, asked of the server once. */
export function whoAmI(again = false): Promise<Person | null> {
  if (!asked || again)
    asked = ask(api.GET('/session')).then(take, (e) => {
      asked = undefined
      throw e
    })
  return asked
}

function take(s: Session) {
  sandbox.value = s.sandbox
  return (person.value = s.person ?? null)
}

export function welcome(p: Person) {
  person.value = p
  asked = Promise.resolve(p)
}

export async function signOut() {
  await ask(api.DELETE('/session'))
  person.value = null
  asked = undefined
}

/** True when the person holds one of the roles for the campaign, or everywhere. An administrator holds all but the judge's. */
export function holds(who: Person | null, campaign: string, ...roles: Role[]) {
  return !!who?.roles.some(
    (g) =>
      (g.campaign === '*' || g.campaign === campaign || campaign === '*') &&
      (roles.includes(g.role) || (g.role === 'admin' && roles.some((r) => r !== 'judge'))),
  )
}

export const may = (campaign: string, ...roles: Role[]) => holds(person.value, campaign, ...roles)

/** Whoever organises every contest may begin a new one; who organises one may not. */
export const mayBegin = computed(
  () => !!person.value?.roles.some((g) => g.campaign === '*' && /^(organiser|admin)$/.test(g.role)),
)
/** A judge who is nothing else sees nothing else. */
export const onlyJudges = computed(() => !!person.value?.roles.length && person.value.roles.every((g) => g.role === 'judge'))
export const worksHere = computed(() => !!person.value?.roles.length)
