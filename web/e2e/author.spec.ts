import type { Page } from '@playwright/test'
import { basename } from 'node:path'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { collecting, filledIn } from './contest'
import { film, turned } from './film'
import { precheckAgrees } from './precheck'
import { complaints, expect, signIn, test } from './stage'

/* What an author does when a work comes back: mends the form, replaces the film under the same number, or lets go of it. */
test.describe.configure({ mode: 'serial' })

const contest = 'hebei-author'
const title = '青槐渡'
const first = () => film({ width: 1920, height: 1080, seconds: 3, mbps: 4 })
const long = () => film({ width: 320, height: 180, seconds: 182, mbps: 0.1 })
const better = () => film({ width: 1920, height: 1080, seconds: 4, mbps: 4 })
const form = filledIn(title, '青槐渡口的一天。')
let entry = { id: '', number: '' }

test.beforeAll(({ server }) => {
  collecting(server, contest)
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const mine = async (page: Page) =>
  (await (await page.request.get(`/api/v1/my/entries?campaign=${contest}`)).json()).items as {
    id: string
    number: string
    state: string
    fields: Record<string, string>
    asset: { filename: string }
  }[]

const screened = async (page: Page) =>
  (await (await page.request.get(`/api/v1/console/campaigns/${contest}/entries`)).json()).items as { state: string }[]

test('what is typed stays when the page is left, and is handed in', async ({ page, context }) => {
  await signIn(context, 'author')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`/c/${contest}/enter`)
  await page.getByRole('radio').first().check()
  await press(page, zh.act.next)
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await press(page, zh.entry.agree)
  await precheckAgrees(page, 'hebei-2020', long())
  for (const tool of ['剪映', 'Premiere Pro']) await expect(page.locator('summary', { hasText: tool })).toBeVisible() // how to export it
  await precheckAgrees(page, 'hebei-2020', turned(first()))
  await precheckAgrees(page, 'hebei-2020', first())
  await press(page, zh.media.send)
  await press(page, zh.act.next)
  await page.getByLabel('作品题目').fill(title)
  await expect.poll(async () => (await mine(page))[0]?.fields.title).toBe(title)
  await page.goto('/me')
  await page.getByRole('link', { name: title }).click()
  await press(page, zh.act.next)
  await expect(page.getByLabel('作品题目')).toHaveValue(title)
  for (const [field, words] of Object.entries(form)) await page.getByLabel(field).fill(words)
  await press(page, zh.act.next)
  await press(page, zh.entry.submit)
  await expect(page.getByText(zh.entry.received, { exact: true })).toBeVisible()
  entry = (await mine(page))[0]!
})

test('a returned work says why, is mended and gets another film under its number', async ({ page, context }) => {
  const heard = complaints(page)
  await signIn(context, 'screener')
  await page.goto(`/console/c/${contest}/screening`)
  await expect(page.getByText(`《${title}》`).first()).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.press('m')
  await page.keyboard.type('简介请写到五个字以上')
  await page.keyboard.press('Escape')
  // A note alone is no reason: one of the notice's own is chosen.
  await page.keyboard.press('q')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await screened(page)).map((e) => e.state)).toEqual(['returned'])

  await signIn(context, 'author')
  await page.goto('/me')
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByText('简介请写到五个字以上').first()).toBeVisible()
  await press(page, zh.entry.edit)
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('文字说明').fill('青槐渡口的一天，从第一班船写到末班船。')
  await sheet.getByRole('button', { name: zh.act.save }).click()
  await expect(sheet).toBeHidden()

  await press(page, zh.entry.replace)
  await expect(sheet.getByText(zh.entry.replaceReturned)).toBeVisible()
  await page.locator('input[type=file]').setInputFiles(better())
  await sheet.getByRole('button', { name: zh.media.send }).click()
  await expect(sheet).toBeHidden({ timeout: 30_000 })
  const now = (await mine(page))[0]!
  expect(now.state).toBe('submitted')
  expect(now.number).toBe(entry.number)
  expect(now.asset.filename).toBe(basename(better()))
  expect(now.fields.synopsis).toContain('末班船')
  await expect(page.getByRole('heading', { name: zh.entry.versions })).toBeVisible()
  expect(heard).toEqual([])
})

test('a withdrawn work is out, and cannot be brought back', async ({ page, context }) => {
  await signIn(context, 'author')
  await page.goto(`/me/entries/${entry.id}`)
  await press(page, zh.entry.withdraw)
  await press(page, zh.entry.withdrawYes)
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: zh.entry.withdraw, exact: true })).toBeHidden()
  expect((await mine(page))[0]!.state).toBe('withdrawn')
})

test('a one-time link signs in once', async ({ page, server }) => {
  const printed = server.run('user', 'add', '--name', '白秋禾', '--email', 'bai@example.cn', '--role', 'screener')
  const token = /token=(\S+)/.exec(printed)![1]!
  await page.goto(`/sign-in?token=${token}`)
  await expect(page).toHaveURL(/\/console\//)
  await expect(page.getByText('白秋禾').first()).toBeVisible()
  await page.context().clearCookies()
  await page.goto(`/sign-in?token=${token}`)
  await expect(page.getByRole('alert')).toBeVisible()
})
