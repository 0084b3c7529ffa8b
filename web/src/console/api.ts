/** What the console adds to the one way to the server: it leaves when the session is over. */
import { api } from '../api/client'

let leave: () => void = () => {}
/** What to do when the server says the session is over. The router sets it once. */
export function onSignedOut(act: () => void) {
  leave = act
}

api.use({
  onResponse({ response }) {
    if (response.status === 401) leave()
  },
})

/** The address of a file to download. */
export function address(path: string, query: Record<string, string | undefined> = {}) {
  const q = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v ? [[k, v]] : [])))
  return `/api/v1${path}${q.size ? `?${q}` : ''}`
}
