/** The console's one way to the server: JSON over /api/v1, cookies for the session, problem+json for a refusal. */
import { language } from './i18n'
import { keepTime } from './time'

/** A refusal or a failure, with the sentence to show a person. `status` 0 means the server was not reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    says: string,
    readonly fields: Record<string, string> = {},
    readonly rule?: { key: string; says: string },
    readonly body?: Record<string, unknown>,
  ) {
    super(says)
    this.name = 'Problem'
  }
  get offline() {
    return this.status === 0
  }
  get forbidden() {
    return this.status === 403
  }
  get signedOut() {
    return this.status === 401
  }
}

export type Query = Record<string, string | number | boolean | undefined>

let leave: () => void = () => {}
/** What to do when the server says the session is over. The router sets it once. */
export function onSignedOut(act: () => void) {
  leave = act
}

export function address(path: string, query: Query = {}) {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== '') q.set(k, String(v))
  const tail = q.toString()
  return `/api/v1${path}${tail ? `?${tail}` : ''}`
}

async function refusal(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => ({}))
  const says = body.detail ?? body.title ?? `HTTP ${answer.status}`
  return new Problem(answer.status, body.code ?? 'unknown', says, body.fields, body.rule, body)
}

/** One request. Resolves to the decoded body, undefined for 202/204 without one; throws a Problem otherwise. */
export async function call<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: { Accept: 'application/json', 'Accept-Language': language(), ...headers },
  }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    Object.assign(init.headers!, { 'Content-Type': 'application/json' })
  }
  let answer: Response
  try {
    answer = await fetch(url, init)
  } catch {
    throw new Problem(0, 'network', '')
  }
  keepTime(answer.headers.get('Date'))
  if (!answer.ok) {
    const problem = await refusal(answer)
    if (problem.signedOut) leave()
    throw problem
  }
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string, query?: Query) => call<T>('GET', address(path, query))
export const post = <T>(path: string, body: unknown = {}) => call<T>('POST', address(path), body)
export const put = <T>(path: string, body: unknown) => call<T>('PUT', address(path), body)
export const del = <T>(path: string, query?: Query) => call<T>('DELETE', address(path, query))
