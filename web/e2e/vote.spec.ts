import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { expect, firstEntry, signIn, test } from './stage'

/* Ten votes a day, two taps each, and none lost or counted twice when the server dies under them. */
const contest = 'hebei-2020'
const say = (s: string, n: number) => s.replace('{n}', String(n))

test('a viewer gives three votes, the server is killed, and seven are left', async ({ page, context, server, request }) => {
  const entry = await firstEntry(request, contest)
  await signIn(context, 'viewer')
  const left = async () => (await (await context.request.get(`/api/v1/campaigns/${contest}/votes/mine`)).json()).remaining_today
  const begin = await left()
  expect(begin).toBeGreaterThanOrEqual(3)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/c/${contest}/works/${entry.number}`)
  await page.getByRole('button', { name: zh.ballot.vote, exact: true }).click()
  await page.getByRole('radio', { name: say(zh.ballot.votes, 3) }).check({ force: true })
  await page.getByRole('button', { name: say(zh.ballot.give, 3) }).click()
  await expect(page.getByText(say(zh.ballot.cast, 3))).toBeVisible()
  expect(await left()).toBe(begin - 3)

  await server.kill()
  await server.start()
  expect(await left()).toBe(begin - 3)
  await page.goto('/me/votes')
  await expect(page.getByText(entry.title).first()).toBeVisible()
})

test('the same request twice is one vote, and an eleventh is refused', async ({ context, request }) => {
  const entry = await firstEntry(request, contest)
  await signIn(context, 'viewer')
  const cast = (count: number, key: string) =>
    context.request.post(`/api/v1/campaigns/${contest}/votes`, {
      data: { entry: entry.id, count },
      headers: { 'Idempotency-Key': key },
    })
  const once = await cast(1, 'e2e-twice')
  const again = await cast(1, 'e2e-twice')
  expect([once.status(), again.status()]).toEqual([201, 201])
  expect(await again.json()).toEqual(await once.json())
  expect(again.headers()['idempotent-replayed']).toBe('true')

  const { remaining_today: left } = await once.json()
  const over = await cast(left + 1, 'e2e-over')
  expect(over.status()).toBe(422)
  expect((await over.json()).code).toMatch(/^ballot\./)
})

test('votes given without a line wait, go once it returns, and count once, also after a reload', async ({
  page,
  context,
  request,
}) => {
  const entry = await firstEntry(request, contest)
  await signIn(context, 'viewer')
  const left = async () => (await (await context.request.get(`/api/v1/campaigns/${contest}/votes/mine`)).json()).remaining_today
  const begin = await left()
  expect(begin).toBeGreaterThanOrEqual(1)
  const keys: (string | undefined)[] = []
  page.on('request', (r) => r.method() === 'POST' && r.url().endsWith('/votes') && keys.push(r.headers()['idempotency-key']))

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/c/${contest}/works/${entry.number}`)
  await page.getByRole('button', { name: zh.ballot.vote, exact: true }).click()
  await expect(page.getByRole('button', { name: say(zh.ballot.give, 1) })).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: say(zh.ballot.give, 1) }).click()
  await expect(page.getByText(zh.ballot.toSend)).toBeVisible()

  await context.setOffline(false)
  await expect(page.getByText(say(zh.ballot.sentLater, 1).split('{')[0]!)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await left()).toBe(begin - 1)
  expect(new Set(keys).size).toBe(1)
})
