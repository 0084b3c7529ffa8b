import type { BrowserContext, Locator, Page } from '@playwright/test'
import words from '../src/console/locale/zh-CN'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { apart as test, complaints, expect, signIn } from './stage'

/*
 * The second half of Hebei's contest as people walk it: the vote ends and is frozen, experts score, prizes are given, published,
 * confirmed, and an author holds a certificate that anybody can check. Months pass by the demonstration's own clock, so this
 * file has a server to itself.
 */
test.describe.configure({ mode: 'serial' })

const contest = 'hebei-2020'
const here = `/console/c/${contest}`
const say = (s: string, values: Record<string, string | number>) =>
  Object.entries(values).reduce((out, [k, v]) => out.replace(`{${k}}`, String(v)), s)

/** Moves time on by the strip above the page: to the moment on the button of this name. */
async function forward(page: Page, to: RegExp) {
  await page.locator('demo-clock summary').click()
  const moved = page.waitForResponse((r) => r.url().endsWith('/demo/clock') && r.request().method() === 'POST')
  const reloaded = page.waitForEvent('load')
  await page.locator('demo-clock').getByRole('button', { name: to }).click()
  expect((await moved).status()).toBe(200)
  await reloaded
}

/** Answers the question that an act asks first. */
async function agree(page: Page, act: string, reason?: string) {
  const asked = page.getByRole('dialog')
  if (reason) await asked.getByRole('textbox').fill(reason)
  await asked.getByRole('button', { name: act, exact: true }).click()
  await expect(asked).toBeHidden()
}

/** A judge's sheets, as the judge's own page reads them. */
async function sheets(context: BrowserContext) {
  const desk = await context.request.get(`/api/v1/judge/rounds/${contest}/expert`)
  return (await desk.json()) as {
    round: { criteria: { key: string; label: string }[] }
    tasks: { id: string; title: string; state: string; version: number }[]
  }
}

test('the vote ends and is frozen', async ({ page, context }) => {
  await signIn(context, 'organiser')
  await page.goto(`${here}/ballot`)
  await forward(page, /专家评审”开始/)
  await page.getByRole('button', { name: words.ballot.freeze }).click()
  await agree(page, words.ballot.freeze, '投票截止，封存票数。')
  await expect(page.getByText(words.ballot.state.frozen).first()).toBeVisible()
})

test('experts are seated and the round opens', async ({ page, context }) => {
  await signIn(context, 'organiser')
  const heard = complaints(page)
  await page.goto(`${here}/rounds/expert`)
  await page.getByRole('button', { name: words.rounds.panel }).click()
  const judges = page.getByRole('dialog').getByRole('checkbox')
  await expect(judges).toHaveCount(5)
  for (const judge of await judges.all()) await judge.check()
  await agree(page, say(words.rounds.panel_save, { n: 5 }))
  await page.getByRole('button', { name: words.rounds.open, exact: true }).click()
  await agree(page, words.rounds.open)
  await expect(page.getByText(words.rounds.state.open).first()).toBeVisible()
  expect(heard).toEqual([])
})

test('a judge scores on a tablet, and the others while a day passes', async ({ page, context }) => {
  await signIn(context, 'judge')
  await page.setViewportSize({ width: 820, height: 1180 })
  await page.goto('/console/judging')
  await page.getByRole('listitem').filter({ hasText: '专家评审' }).getByRole('link', { name: words.judge.begin }).click()
  await page
    .getByRole('button', { name: words.judge.begin })
    .or(page.getByRole('link', { name: words.judge.begin }))
    .click()
  const { round, tasks } = await sheets(context)
  await expect(page.getByText(`《${tasks[0]!.title}》`).first()).toBeVisible()
  for (const { label } of round.criteria) {
    const slider = page.getByRole('slider', { name: label })
    await slider.focus()
    await slider.press('End')
    await slider.press('ArrowLeft')
    await expect(slider).toHaveAttribute('aria-valuenow', '99')
  }
  await page.getByRole('button', { name: words.sheet.hand, exact: true }).click()
  await expect.poll(async () => (await sheets(context)).tasks[0]!.state).toBe('done')

  // The rest of the judge's works by the same request that the sheet sends.
  const marks = Object.fromEntries(round.criteria.map((c) => [c.key, 75]))
  for (const task of (await sheets(context)).tasks.slice(1)) {
    const data = { scores: marks, note: '', version: task.version, done: true, watched_s: 5 }
    expect((await context.request.put(`/api/v1/judge/tasks/${task.id}`, { data })).status()).toBe(200)
  }
  await forward(page, /过一天/)
})

test('scores are sealed and prizes given', async ({ page, context }) => {
  await signIn(context, 'organiser')
  await page.goto(`${here}/rounds/expert`)
  await page.getByRole('button', { name: words.rounds.seal, exact: true }).click()
  await agree(page, words.rounds.seal)
  await page.getByRole('button', { name: words.rounds.settle, exact: true }).click()
  await agree(page, words.rounds.settle)
  await page.goto(`${here}/awards`)
  await page.getByRole('button', { name: words.awards.propose }).click()
  await expect(page.getByRole('button', { name: words.awards.again })).toBeVisible()
  const roll = await (await context.request.get(`/api/v1/console/campaigns/${contest}/awards`)).json()
  const first = roll.prizes.find((p: { key: string }) => p.key === 'first')
  expect(first).toMatchObject({ quota: 5, filled: 5 })
  await expect(page.getByRole('link', { name: first.winners[0].title, exact: true }).first()).toBeVisible()
})

test('what the notice leaves open holds the publicity up until it is decided', async ({ page, context }) => {
  await signIn(context, 'organiser')
  await page.goto(`${here}/awards`)
  await expect(page.getByText('公示天数').first()).toBeVisible()
  await page.goto(`${here}/open`)
  const waiting = page.getByRole('button', { name: words.open.go })
  await expect(waiting).toHaveCount(2)
  const decide = async (left: number, fill: (form: Locator) => Promise<void>, why: string) => {
    await waiting.first().click()
    const form = page.locator('li form')
    await fill(form)
    await form.getByPlaceholder(words.open.reason_hint).fill(why)
    await form.getByRole('button', { name: words.open.decide, exact: true }).click()
    await expect(waiting).toHaveCount(left)
  }
  await decide(1, (form) => form.getByRole('textbox').first().fill('5'), '参照同类活动，公示五个工作日。')
  await decide(0, (form) => form.getByRole('radio', { name: '工作日' }).check(), '按工作日计算，便于受理异议。')
  await expect(page.getByText(words.open.none)).toBeVisible()
})

test('the list is published for objections, seen by all, and confirmed', async ({ page, context, browser, baseURL }) => {
  await signIn(context, 'organiser')
  await page.goto(`${here}/awards`)
  await page.getByRole('button', { name: words.awards.publicise, exact: true }).click()
  await agree(page, words.awards.publicise)
  await expect(page.getByText(words.awards.state.scheduled).first()).toBeVisible()
  await expect(page.getByRole('button', { name: words.awards.confirm })).toBeDisabled()

  const anybody = await (await browser.newContext({ baseURL, viewport: { width: 360, height: 780 } })).newPage()
  await anybody.goto(`/c/${contest}/publicity`)
  await expect(anybody.getByText(zh.notice.nonePublished)).toBeVisible()
  await forward(page, /公示及展播”开始/)
  await anybody.goto(`/c/${contest}`)
  await anybody.getByRole('link', { name: zh.notice.publicity }).first().click()
  await expect(anybody.getByRole('heading', { name: '一等奖' })).toBeVisible()
  await expect(anybody.getByRole('heading', { name: zh.notice.object })).toBeVisible()

  for (let day = 0; day < 8; day++) await forward(page, /过一天/)
  await page.getByRole('button', { name: words.awards.confirm }).click()
  await agree(page, words.awards.confirm)
  await expect(page.getByText(words.awards.state.confirmed).first()).toBeVisible()
  await anybody.goto(`/c/${contest}`)
  await anybody.getByRole('link', { name: zh.notice.winners }).first().click()
  await expect(anybody.getByText(zh.notice.confirmed).first()).toBeVisible()
})

test('an author downloads the certificate, and anybody checks it', async ({ page, context, browser, baseURL }) => {
  await signIn(context, 'author')
  const entries = async () => (await (await context.request.get(`/api/v1/my/entries?campaign=${contest}`)).json()).items
  await expect.poll(async () => (await entries())[0].awards?.[0]?.certificate, { timeout: 30_000 }).toBeTruthy()
  const [{ id, fields, awards }] = await entries()
  await page.goto(`/me/entries/${id}`)
  const download = page.getByRole('link', { name: zh.certificate.pdf }).first()
  const pdf = await context.request.get((await download.getAttribute('href')) ?? '')
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

  const anybody = await (await browser.newContext({ baseURL })).newPage()
  await anybody.goto(`/verify/${awards[0].certificate}`)
  await expect(anybody.getByText(`《${fields.title}》`).first()).toBeVisible()
  await expect(anybody.getByText(zh.certificate.valid).first()).toBeVisible()
})
