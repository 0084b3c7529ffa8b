import { createHash } from 'node:crypto'
import type { BrowserContext } from '@playwright/test'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { complaints, expect, firstEntry, test } from './stage'

/* A page that is opened in WeChat signs in with one tap. WeChat is played by the demonstration's double, which knows a browser by a cookie. */
const contest = 'hebei-2020'
const say = (s: string, n: number) => s.replace('{n}', String(n))
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54 NetType/WIFI Language/zh_CN'

const sitsHere = (context: BrowserContext, url: string, user: string) =>
  context.addCookies([{ name: 'wechat_double', value: user, url }])

/** The user whom the double lets into the mini program by this code. */
const userOf = (code: string) => 'o' + createHash('sha256').update(code).digest('base64url').slice(0, 27)

test.describe('in WeChat', () => {
  test.use({ userAgent: iPhone, viewport: { width: 360, height: 780 } })

  test('one tap signs in and comes back to the work with the number kept, the next gives the votes', async ({
    page,
    context,
    server,
    request,
    playwright,
  }) => {
    const heard = complaints(page)
    const entry = await firstEntry(request, contest)
    const code = `demo:page-${server.port}`
    await sitsHere(context, server.url, userOf(code))

    await page.goto(`/c/${contest}/works/${entry.number}`)
    await page.getByRole('button', { name: zh.ballot.vote, exact: true }).click()
    await page.getByRole('radio', { name: say(zh.ballot.votes, 3) }).check({ force: true })
    await page.getByRole('link', { name: say(zh.ballot.signInWeChat, 3) }).click()

    await expect(page.getByRole('radio', { name: say(zh.ballot.votes, 3) })).toBeChecked()
    expect(new URL(page.url()).pathname).toBe(`/c/${contest}/works/${entry.number}`)
    await expect(page.getByText(say(zh.ballot.cast, 3))).toHaveCount(0)
    await page.getByRole('button', { name: say(zh.ballot.give, 3) }).click()
    await expect(page.getByText(say(zh.ballot.cast, 3))).toBeVisible()

    // The same person in the mini program has what is left, and not another allowance.
    const program = await playwright.request.newContext({ baseURL: server.url })
    expect((await program.post('/api/v1/sessions/wechat', { data: { code } })).status()).toBe(201)
    const mine = await (await program.get(`/api/v1/campaigns/${contest}/votes/mine`)).json()
    expect([mine.remaining_today, mine.items.length]).toEqual([7, 1])
    await program.dispose()
    expect(heard).toEqual([])
  })

  test('a snapshot page is told kindly, nothing is kept of it, and one may look on', async ({
    page,
    context,
    server,
    request,
  }) => {
    const entry = await firstEntry(request, contest)
    await sitsHere(context, server.url, 'snapshot:somebody')
    await page.goto(`/c/${contest}/works/${entry.number}#vote`)
    await page.getByRole('link', { name: say(zh.ballot.signInWeChat, 1) }).click()
    await expect(page.getByRole('alert')).toContainText('请点右下角“使用完整服务”后再投票')
    expect((await context.cookies()).map((c) => c.name)).not.toContain('saiying_session')

    await page.getByRole('link', { name: zh.identity.lookOn }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(entry.title)
    expect((await (await context.request.get('/api/v1/session')).json()).person).toBeUndefined()
  })

  test('where WeChat is down, one is told so, and may try again', async ({ page, context, server, request }) => {
    const entry = await firstEntry(request, contest)
    await sitsHere(context, server.url, 'err:-1')
    await page.goto(`/c/${contest}/works/${entry.number}#vote=2`)
    await page.getByRole('link', { name: say(zh.ballot.signInWeChat, 2) }).click()
    await expect(page.getByRole('alert')).toContainText('微信暂时没有应答')

    await sitsHere(context, server.url, `patient-${server.port}`)
    await page.getByRole('link', { name: zh.act.again }).click()
    await expect(page.getByRole('radio', { name: say(zh.ballot.votes, 2) })).toBeChecked()
    await expect(page.getByRole('button', { name: say(zh.ballot.give, 2) })).toBeVisible()
  })
})

test('elsewhere the page says where to vote, with a code for WeChat to scan', async ({ page, request }) => {
  const entry = await firstEntry(request, contest)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/c/${contest}/works/${entry.number}`)
  await expect(page.getByRole('link', { name: zh.ballot.signIn })).toBeVisible()
  await expect(page.getByRole('img', { name: zh.ballot.scanLabel })).toBeVisible()
})
