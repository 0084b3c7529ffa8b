import { complaints, expect, signIn, test } from './stage'

/*
 * A screener finds a work that was handed in twice, cut and under another theme: sees that it waits, goes through the moments,
 * decides with a reason, and takes the decision back.
 */
const contest = 'miit-2024'

test('a screener decides whether two films are the same work', async ({ page, context }) => {
  const heard = complaints(page)
  const who = await signIn(context, 'screener')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/console/c/${contest}/inbox`)
  const door = page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /^重复/ })
  await expect(door).toHaveText(/\d/)
  const waiting = Number((await door.innerText()).match(/\d+/)![0])
  await door.click()
  await page.getByRole('button', { name: '另一主题或报名方式' }).click()
  await page.getByRole('link', { name: /短版/ }).click()

  await expect(page.getByRole('heading', { name: '是同一部作品吗？' })).toBeVisible()
  const films = page.locator('video')
  await expect(films).toHaveCount(2)
  const moments = page
    .getByRole('list')
    .filter({ has: page.locator('.one') })
    .getByRole('button')
  const chosen = moments.nth(2)
  const [first, second] = (await chosen.innerText())
    .match(/\d\d:\d\d\.\d/g)!
    .map((s) => Number(s.slice(0, 2)) * 60 + Number(s.slice(3)))
  expect(second! - first!).toBeLessThan(0) // the copy, handed in later, lost its beginning
  await chosen.click()
  await expect.poll(() => films.nth(0).evaluate((v: HTMLVideoElement) => v.currentTime)).toBeCloseTo(first!, 0)
  await expect.poll(() => films.nth(1).evaluate((v: HTMLVideoElement) => v.currentTime)).toBeCloseTo(second!, 0)

  await page.keyboard.press('Space')
  await expect.poll(() => films.evaluateAll((all) => (all as HTMLVideoElement[]).every((v) => !v.paused))).toBe(true)
  expect(await films.evaluateAll((all) => (all as HTMLVideoElement[]).map((v) => v.muted))).toEqual([false, true])
  await page.keyboard.press('Space')

  await page.keyboard.press('s')
  await page.keyboard.press('q')
  const address = page.url()
  await page.keyboard.press('Enter')
  await expect(page.getByText('已认定：同一作品')).toBeVisible()
  await expect(door).toHaveText(new RegExp(`重复\\s*${waiting - 1 || '$'}`))

  await page.goto(address)
  const decided = page.getByRole('region', { name: '是不是同一部作品' })
  await expect(decided).toContainText('画面一致，只是剪短、加字或改了画幅')
  await expect(decided).toContainText(who.name)
  const work = page.getByRole('table').getByRole('link', { name: /短版/ })
  await work.click()
  await expect(page.getByText('疑似重复', { exact: false }).first()).toBeVisible()
  await expect(page.getByText(/认定为同一作品，同一条作品只投一个主题/)).toBeVisible()

  await page.goto(address)
  await expect(decided).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('已撤销，回到未认定')).toBeVisible()
  await expect(page.getByRole('radio', { name: /同一作品/ })).toBeVisible()
  await expect(door).toHaveText(new RegExp(`重复\\s*${waiting}`))
  expect(heard).toEqual([])
})
