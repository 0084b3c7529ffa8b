import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test'
import { demonstration } from './filled'
import type { Server } from './server'

async function lend(use: (server: Server) => Promise<void>) {
  const server = await demonstration()
  await use(server)
  await server.close()
}

/** Tests share one server, and each has a browser that knows nobody. */
export const test = base.extend<object, { server: Server }>({
  server: [({}, use) => lend(use), { scope: 'worker', timeout: 90_000 }],
  baseURL: async ({ server }, use) => use(server.url),
})

/** Tests with a server that no other file shares: those that move its time. */
export const apart = test.extend({ server: [({}, use) => lend(use), { scope: 'worker', timeout: 90_000 }] })

export { expect }

export interface Persona {
  key: string
  name: string
  role: string
}

/** The people whom the demonstration lets in. */
export async function personas(request: APIRequestContext): Promise<Persona[]> {
  const options = await (await request.get('/api/v1/session/options')).json()
  return options.sandbox
}

/** Signs a browser in as the first persona of a role. */
export async function signIn(context: BrowserContext, role: string): Promise<Persona> {
  const who = (await personas(context.request)).find((p) => p.role === role)
  if (!who) throw new Error(`the demonstration has nobody who is ${role}`)
  const answer = await context.request.post('/api/v1/sessions/sandbox', { data: { persona: who.key } })
  expect(answer.status(), await answer.text()).toBe(201)
  return who
}

/** Collects what a page complains of: errors of its scripts and answers 500 or more. */
export function complaints(page: Page): string[] {
  const heard: string[] = []
  page.on('pageerror', (e) => heard.push(`${page.url()}: ${e.message}`))
  page.on('response', (r) => {
    if (r.status() >= 500) heard.push(`${r.request().method()} ${r.url()} answered ${r.status()}`)
  })
  return heard
}

/** The contest's first public film, for addresses that name one. */
export async function firstEntry(
  request: APIRequestContext,
  campaign: string,
): Promise<{ id: string; number: string; title: string }> {
  const list = await (await request.get(`/api/v1/campaigns/${campaign}/entries`)).json()
  expect(list.items?.length, `${campaign} shows works`).toBeGreaterThan(0)
  return list.items[0]
}
