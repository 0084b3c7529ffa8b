import type { Page } from '@playwright/test'
import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import console from '../src/console/locale/zh-CN'
import { film } from './film'
import { complaints, expect, signIn, test } from './stage'

/* A file called otherwise than the notice asks is named by one click: before it is sent, and afterwards by a screener. */
test.describe.configure({ mode: 'serial' })

const contest = 'henan-2025'
const title = '渡口/青槐'
const form = {
  推荐单位: '望北学院',
  制作单位: '望北学院',
  联系人: '林晓岚',
  联系电话: '13800000009',
  '编导（导演）': '林晓岚',
  内容简介: '渡口的一天。',
}
let entry = { id: '', number: '' }

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const said = (text: string, values: Record<string, string>) => text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')
const name = (number: string) => `望北学院-${number}-渡口／青槐.mp4`

/** A film that keeps the notice's rules, as a phone calls it. */
function fromAPhone(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'saiying-phone-')), 'IMG_2041.MP4')
  copyFileSync(film({ width: 1920, height: 1080, seconds: 3, mbps: 12 }), path)
  return path
}

const mine = async (page: Page) => {
  const all = (await (await page.request.get(`/api/v1/my/entries?campaign=${contest}`)).json()).items as {
    id: string
    number?: string
    fields: Record<string, string>
    asset?: { filename: string; sent_as?: string }
    findings: { rule: string; ok: boolean }[]
  }[]
  return all.find((e) => e.fields.title === title)
}

test('an author names the file before sending it', async ({ page, context }) => {
  const heard = complaints(page)
  await signIn(context, 'author')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`/c/${contest}/enter`)
  await page.getByText('网上报送', { exact: true }).click()
  await press(page, zh.act.next)
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await press(page, zh.entry.agree)

  // Without a form there is no name to take, only what it lacks.
  await page.locator('input[type=file]').setInputFiles(fromAPhone())
  await expect(page.getByText(said(zh.name.lacksForm, { parts: '“推荐单位”、“片名”' }))).toBeVisible()
  await press(page, zh.name.fill)
  await page.getByLabel('片名').fill(title)
  for (const [field, words] of Object.entries(form)) await page.getByLabel(field, { exact: true }).fill(words)
  await page.getByText('实景拍摄').click()
  await press(page, zh.act.next)

  await page.getByRole('button', { name: zh.entry.steps.file }).click()
  await page.locator('input[type=file]').setInputFiles(fromAPhone())
  await press(page, said(zh.name.take, { name: name('（序号）') }))
  await expect(page.getByText(said(zh.name.kept, { name: 'IMG_2041.MP4' }))).toBeVisible()
  await expect(page.getByText(zh.name.wrong)).toBeHidden()
  await press(page, zh.media.send)
  await press(page, zh.act.next)
  await press(page, zh.act.next)
  await press(page, zh.entry.submit)
  await expect(page.getByText(zh.entry.received, { exact: true })).toBeVisible()

  const now = (await mine(page))!
  entry = { id: now.id, number: now.number! }
  expect(now.asset).toMatchObject({ filename: name(entry.number), sent_as: 'IMG_2041.MP4' })
  const original = await page.request.get(`/media/${(now.asset as { id?: string }).id}/original`)
  expect(decodeURIComponent(original.headers()['content-disposition']!)).toContain(name(entry.number))
  expect(heard).toEqual([])
})

test('the author goes back to the sent name, and a screener names it again', async ({ page, context }) => {
  await signIn(context, 'author')
  await page.goto(`/me/entries/${entry.id}`)
  await press(page, zh.name.undo)
  await expect(page.getByText(zh.name.wrong)).toBeVisible()
  expect((await mine(page))!.asset!.filename).toBe('IMG_2041.MP4')

  await signIn(context, 'organiser')
  await page.goto(`/console/c/${contest}/entries/${entry.id}`)
  await press(page, said(console.entry.name_take, { name: name(entry.number) }))
  await expect(page.getByText(said(console.entry.name_kept, { name: 'IMG_2041.MP4' }))).toBeVisible()

  await signIn(context, 'author')
  const now = (await mine(page))!
  expect(now.asset!.filename).toBe(name(entry.number))
  expect(now.findings.find((f) => f.rule === 'filename')!.ok).toBe(true)
})
