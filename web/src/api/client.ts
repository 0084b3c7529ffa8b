import createClient from 'openapi-fetch'
import { keepTime } from '../parts/now'
import type { paths } from './openapi'
import type { ProblemBody } from './schema'

/** A refusal, in the server's own sentence. `status` 0 means the line is down: nothing was answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly body: Partial<ProblemBody> = {},
    /** How many seconds the server asks one to wait, where it says so. */
    readonly wait?: number,
  ) {
    super(detail)
  }
  get offline() {
    return this.status === 0
  }
  get signedOut() {
    return this.status === 401
  }
  get forbidden() {
    return this.status === 403
  }
}

/** The paths of the API, below its version. */
type Paths = { [P in keyof paths as P extends `/api/v1${infer Rest}` ? Rest : never]: paths[P] }

/** The one way to the server, in the language of the page. A path, parameter or body that the server does not know does not compile. */
export const api = createClient<Paths>({
  baseUrl: '/api/v1',
  fetch: async (request) => {
    request.headers.set('Accept-Language', document.documentElement.lang)
    const answer = await fetch(request)
    keepTime(answer.headers.get('Date'))
    return answer
  },
})

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The data of an answer, or a Problem thrown. Wrap every call: `await ask(api.GET(...))`. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw new Problem(0, 'offline', '')
  }
  if (answer.response.ok) return answer.data as T
  const body = (answer.error && typeof answer.error === 'object' ? answer.error : {}) as Partial<ProblemBody>
  const wait = Number(answer.response.headers.get('Retry-After')) || undefined
  throw new Problem(answer.response.status, body.code ?? '', body.detail ?? '', body, wait)
}
