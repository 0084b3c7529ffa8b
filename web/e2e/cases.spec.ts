import type { Page } from '@playwright/test'
import words from '../src/console/locale/zh-CN'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { apart as test, complaints, expect, signIn } from './stage'

/*
 * Bought votes as people deal with them: what the machine found becomes a case, one person proposes, another agrees, the ranking
 * follows, everybody reads of it, and the author, who may have had no part in it, appeals. No other file has this server.
 */
test.describe.configure({ mode: 'serial' })

const contest = 'hebei-2020'
const work = '大坝上的一封信'
const say = (s: string, values: Record<string, string | number>) =>
  Object.entries(values).reduce((out, [k, v]) => out.replace(`{${k}}`, String(v)), s)
const one = say(words.cases.number, { n: 1 })

/** What the office sees of the work: its votes, and how many more were annulled. */
async function standing(page: Page) {
  const ballot = await (await page.request.get(`/api/v1/console/campaigns/${contest}/ballot`)).json()
  const { votes, rank, annulled = 0 } = ballot.standings.find((s: { title: string }) => s.title === work)
  return { votes, rank, annulled } as { votes: number; rank: number; annulled: number }
}

async function decide(page: Page, act: string, reason?: string) {
  const asked = page.getByRole('dialog')
  if (reason) await asked.getByRole('textbox').fill(reason)
  await asked.getByRole('button', { name: act, exact: true }).click()
  await expect(asked).toBeHidden()
}

let before: { votes: number; rank: number; annulled: number }

test('a finding becomes a case, and one person proposes to annul', async ({ page, context }) => {
  const heard = complaints(page)
  await signIn(context, 'organiser')
  await page.goto(`/console/c/${contest}/ballot`)
  before = await standing(page)
  expect(before.annulled).toBe(0)

  const finding = page.getByRole('article').filter({ hasText: words.findings.severity.severe })
  await expect(finding).toContainText(work)
  await expect(page.getByText(words.findings.blind)).toBeVisible()
  await finding.getByRole('button', { name: words.cases.open }).click()
  await expect(page.getByRole('dialog').getByRole('textbox')).not.toHaveValue('')
  await decide(page, words.cases.open)
  await expect(finding.getByRole('button', { name: words.cases.open })).toHaveCount(0)
  await expect(finding).toContainText(one)

  const opened = page.getByRole('article').filter({ has: page.getByRole('heading', { name: one }) })
  await opened.getByRole('button', { name: words.cases.propose }).click()
  await decide(page, words.cases.propose, '十几个账号每晚依次投票，来自两个网络。')
  await expect(opened).toContainText(words.cases.mine)
  expect(await standing(page)).toEqual(before)
  expect(heard).toEqual([])
})

test('a second person agrees, and the ranking follows', async ({ page, context }) => {
  await signIn(context, 'admin')
  await page.goto(`/console/c/${contest}/ballot`)
  await page.getByRole('button', { name: words.cases.agree }).click()
  await decide(page, words.cases.agree)
  await expect(page.getByText(words.cases.state.annulled).first()).toBeVisible()
  const after = await standing(page)
  expect(after.annulled).toBeGreaterThan(0)
  expect(after.votes).toBe(before.votes - after.annulled)
  expect(after.rank).toBeGreaterThan(before.rank)
})

test('everybody reads how many votes were annulled, and why', async ({ page }) => {
  const heard = complaints(page)
  await page.goto(`/c/${contest}/ranking`)
  await page.getByRole('link', { name: zh.ballot.annulmentsLink }).click()
  const listed = page.getByRole('article').filter({ hasText: say(zh.ballot.annulment.number, { n: 1 }) })
  await expect(listed).toContainText(work)
  await expect(listed).toContainText(zh.ballot.cause.concerted)
  expect(heard).toEqual([])
})

test('the author is told and appeals, once', async ({ page, context }) => {
  const heard = complaints(page)
  await signIn(context, 'author')
  await expect(async () => {
    await page.goto('/me/messages')
    await expect(page.getByRole('heading', { name: '部分票数作废' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await page.getByRole('listitem').filter({ hasText: '部分票数作废' }).getByRole('link').click()
  await page.getByRole('button', { name: zh.ballot.appeal.do, exact: true }).click()
  await page.getByLabel(zh.ballot.appeal.reason).fill('这些票不是我们请人投的，请查清楚。')
  await page.getByRole('button', { name: zh.ballot.appeal.send }).click()
  await expect(page.getByText(zh.ballot.annulment.state.appealed)).toBeVisible()
  await expect(page.getByRole('button', { name: zh.ballot.appeal.do, exact: true })).toHaveCount(0)
  expect(heard).toEqual([])
})

test('the office reads the appeal beside the case', async ({ page, context }) => {
  await signIn(context, 'organiser')
  await page.goto(`/console/c/${contest}/ballot`)
  await expect(page.getByText('这些票不是我们请人投的，请查清楚。')).toBeVisible()
  await expect(page.getByText(words.cases.state.appealed)).toBeVisible()
})
