import type { APIRequestContext, Page } from '@playwright/test'
import zh from '../src/locale/zh-CN.json' with { type: 'json' }
import { apart as test, expect, firstEntry } from './stage'

/* Who taps in step, as a machine does, fits one piece of a puzzle before the vote counts, or waits a minute. */
const contest = 'hebei-2020'
const say = (s: string, n: number) => s.replace('{n}', String(n))
const taps = 6

/** Moves the demonstration's time on: a step that is long beside what a busy machine takes is even. */
async function pass(request: APIRequestContext, seconds: number) {
  const { now } = await (await request.get('/api/v1/demo/clock')).json()
  const to = new Date(Date.parse(now) + seconds * 1000).toISOString()
  const moved = await request.post('/api/v1/demo/clock', { data: { to } })
  expect(moved.status(), await moved.text()).toBe(200)
}

/** Signs in as in the mini program, opens a work's vote sheet, and has so many taps come in step that the next one, in the sheet, is asked. */
async function inStep(page: Page, request: APIRequestContext, who: string) {
  const browser = page.context().request
  const entry = await firstEntry(request, contest)
  expect((await browser.post('/api/v1/sessions/wechat', { data: { code: `demo:${who}` } })).status()).toBe(201)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/c/${contest}/works/${entry.number}`)
  await page.getByRole('button', { name: zh.ballot.vote, exact: true }).click()
  const give = page.getByRole('button', { name: say(zh.ballot.give, 1) })
  await expect(give).toBeVisible()
  for (let n = 0; n < taps; n++) {
    const cast = await browser.post(`/api/v1/campaigns/${contest}/votes`, {
      data: { entry: entry.id, count: 1 },
      headers: { 'Idempotency-Key': `e2e-${who}-${n}` },
    })
    expect(cast.status(), await cast.text()).toBe(201)
    await pass(request, 60)
  }
  await give.click()
  await expect(page.getByText(zh.ballot.puzzle.title)).toBeVisible()
}

const left = async (page: Page) =>
  (await (await page.context().request.get(`/api/v1/campaigns/${contest}/votes/mine`)).json()).remaining_today

/** Where the piece belongs, as an eye finds it: at its height, where its colours lie darkened in the picture. */
const look = (page: Page) =>
  page.evaluate(() => {
    const [picture, piece] = [...document.querySelectorAll<HTMLImageElement>('.board img')]
    const pixels = (img: HTMLImageElement) => {
      const c = document.createElement('canvas')
      c.width = img.naturalWidth
      c.height = img.naturalHeight
      const g = c.getContext('2d')!
      g.drawImage(img, 0, 0)
      return g.getImageData(0, 0, c.width, c.height)
    }
    const whole = pixels(picture!)
    const part = pixels(piece!)
    const top = Math.round((parseFloat(piece!.style.top) / 100) * whole.height)
    const dark = 1 - 150 / 255
    let best = { x: 0, off: Infinity }
    for (let x = 0; x <= whole.width - part.width; x++) {
      let off = 0
      for (let py = 0; py < part.height; py++)
        for (let px = 0; px < part.width; px++) {
          const at = 4 * (py * part.width + px)
          if (part.data[at + 3]! < 255) continue
          const there = 4 * ((top + py) * whole.width + x + px)
          for (let k = 0; k < 3; k++) off += Math.abs(part.data[at + k]! * dark - whole.data[there + k]!)
        }
      if (off < best.off) best = { x, off }
    }
    return best.x
  })

test('a wrong answer gets another puzzle, the right one has the vote counted', async ({ page, request, server }) => {
  await inStep(page, request, `steady-${server.port}`)
  expect(await left(page)).toBe(10 - taps)
  const slider = page.getByLabel(zh.ballot.puzzle.slide)
  const done = page.getByRole('button', { name: say(zh.ballot.puzzle.give, 1) })
  const piece = page.locator('.board .piece')

  await pass(request, 2) // another is drawn a second after the last, which no hand outruns
  const first = (await piece.getAttribute('src'))!
  const there = await look(page)
  await slider.fill(String(there > 118 ? there - 40 : there + 40))
  await done.click()
  await expect(page.getByText(zh.ballot.puzzle.wrong)).toBeVisible()
  await expect(piece).not.toHaveAttribute('src', first)
  expect(await left(page)).toBe(10 - taps)

  await slider.fill(String(await look(page)))
  await done.click()
  await expect(page.getByText(say(zh.ballot.cast, 1))).toBeVisible()
  expect(await left(page)).toBe(10 - taps - 1)
})

test('who waits a minute instead has the vote counted as well', async ({ page, request, server }) => {
  await page.clock.install()
  await inStep(page, request, `patient-${server.port}`)
  await page.getByRole('button', { name: zh.ballot.puzzle.wait }).click()
  await expect(page.getByRole('status')).toContainText(/\d+秒后自动投出/)

  await pass(request, 61)
  await page.clock.fastForward(61_000)
  await expect(page.getByText(say(zh.ballot.cast, 1))).toBeVisible()
  expect(await left(page)).toBe(10 - taps - 1)
})
