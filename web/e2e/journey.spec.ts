import type { CDPSession, Page } from '@playwright/test'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { collecting, filledIn } from './contest'
import { film } from './film'
import { complaints, expect, signIn, test } from './stage'

/*
 * A film's way through Hebei's contest as people walk it: an author enters it over a line that breaks and a server that is
 * killed, a screener admits it from the keyboard, and anybody watches it.
 */
test.describe.configure({ mode: 'serial' })

const contest = 'hebei-journey'
const title = '渡口的灯'
const clip = () => film({ width: 1920, height: 1080, seconds: 16, mbps: 15 })
const form = filledIn(title, '渡口最后一位摆渡人，每晚为晚归的人留一盏灯。')
let entryNumber = ''

test.beforeAll(({ server }) => {
  collecting(server, contest)
})

const sum = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const label = (s: string) => s.replace(/\{.*$/, '')
const progress = (page: Page) => page.getByRole('progressbar', { name: zh.media.progress })
const percent = async (page: Page) => Number(await progress(page).getAttribute('aria-valuenow'))

/** Lets the browser send no faster than a home line does, so that there is a middle to break in. */
async function slowLine(page: Page): Promise<CDPSession> {
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: 4_000_000,
  })
  return line
}

/** Where each piece of the film began, as the browser sent it. */
function offsets(page: Page): number[] {
  const seen: number[] = []
  page.on('request', (r) => {
    const at = r.headers()['upload-offset']
    if (r.method() === 'PATCH' && at !== undefined) seen.push(Number(at))
  })
  return seen
}

test('an upload outlives a killed server and a reloaded page, and the receipt proves the file', async ({
  page,
  context,
  server,
}) => {
  const path = clip()
  await signIn(context, 'author')
  await page.goto(`/c/${contest}/enter`)
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: zh.act.next }).click()
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: zh.entry.agree }).click()

  const line = await slowLine(page)
  await page.locator('input[type=file]').setInputFiles(path)
  await expect(page.getByText(zh.media.passes)).toBeVisible()
  await page.getByRole('button', { name: zh.media.send, exact: true }).click()

  await expect.poll(() => percent(page)).toBeGreaterThan(25)
  await server.kill()
  await server.start()
  // The page finds the server again by itself, or by one tap.
  const goOn = page.getByRole('button', { name: zh.media.goOn })
  const before = await percent(page)
  await expect
    .poll(
      async () => {
        if (await goOn.isVisible()) await goOn.click()
        return percent(page)
      },
      { timeout: 45_000 },
    )
    .toBeGreaterThan(before)

  await expect.poll(() => percent(page)).toBeGreaterThan(45)
  page.on('dialog', (d) => void d.accept())
  const seen = offsets(page)
  await page.reload()
  await expect(page.getByText(zh.media.resume)).toBeVisible()
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByRole('button', { name: zh.act.next }).click({ timeout: 60_000 })
  expect(seen[0], 'goes on where it stopped').toBeGreaterThan(0)

  for (const [field, words] of Object.entries(form)) await page.getByLabel(field).fill(words)
  await page.getByRole('button', { name: zh.act.next }).click()
  await page.getByRole('button', { name: zh.entry.submit }).click()

  await expect(page.getByText(zh.entry.received, { exact: true })).toBeVisible()
  const ticket = page.getByRole('region', { name: zh.entry.receipt })
  await expect(ticket).toContainText(basename(path))
  const mine = (await (await context.request.get(`/api/v1/my/entries?campaign=${contest}`)).json()).items[0]
  expect(mine.receipt.sha256).toBe(sum(path))
  expect((await ticket.innerText()).replace(/\s/g, '').toLowerCase()).toContain(sum(path).slice(0, 16))
  entryNumber = mine.number
  await expect(ticket).toContainText(entryNumber)
})

test('its author sees what the machine measured', async ({ page, context }) => {
  await signIn(context, 'author')
  await expect
    .poll(async () => (await (await context.request.get(`/api/v1/my/entries?campaign=${contest}`)).json()).items[0].verdict, {
      timeout: 90_000,
    })
    .toMatch(/pass|review/)
  await page.goto('/me')
  await page.getByText(title).first().click()
  await expect(page.getByText(entryNumber).first()).toBeVisible()
})

test('a screener admits it from the keyboard', async ({ page, context }) => {
  await signIn(context, 'screener')
  const heard = complaints(page)
  await page.goto(`/console/c/${contest}/screening`)
  await expect(page.getByText(`《${title}》`).first()).toBeVisible()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  await expect
    .poll(
      async () =>
        (await (await context.request.get(`/api/v1/console/campaigns/${contest}/entries?state=admitted`)).json()).items.length,
    )
    .toBe(1)
  expect(heard).toEqual([])
})

test('anybody finds it and watches it', async ({ page, request }) => {
  await expect
    .poll(async () => (await (await request.get(`/api/v1/campaigns/${contest}/entries/${entryNumber}`)).json()).stream, {
      timeout: 120_000,
    })
    .toBeTruthy()
  await page.goto(`/c/${contest}/works`)
  await page.getByRole('link', { name: title }).first().click()
  await expect(page.locator('h1')).toContainText(title)
  await page
    .getByRole('button', { name: label(zh.showcase.play) })
    .first()
    .click()
  const playing = () => page.locator('video').evaluate((v: HTMLVideoElement) => v.currentTime)
  await expect.poll(playing, { timeout: 30_000 }).toBeGreaterThan(1)
})
