import { expect, firstEntry, test } from './stage'

/* The first screen comes from the server: what matters is readable before a script has run, and links lead on. */
const contest = 'hebei-2020'
test.use({ javaScriptEnabled: false })

test('the home page names the contest and leads to its works', async ({ page }) => {
  await page.goto(`/c/${contest}`)
  await expect(page.locator('h1')).toContainText('河北有我')
  await expect(page).toHaveTitle(/河北有我/)
  await page.locator(`a[href$="/c/${contest}/works"]`).first().click()
  await expect(page.locator(`a[href*="/c/${contest}/works/"]`).first()).toBeVisible()
})

test('a work shows its title, its picture and how to share it', async ({ page, request }) => {
  const entry = await firstEntry(request, contest)
  await page.goto(`/c/${contest}/works/${entry.number}`)
  await expect(page.locator('h1')).toContainText(entry.title)
  await expect(page.locator('meta[property="og:image"]')).toHaveAttribute('content', /poster/)
})

test('the ranking, the notice and the certificate check can be read', async ({ page }) => {
  for (const path of [`/c/${contest}/ranking`, `/c/${contest}/notice`, '/verify']) {
    await page.goto(path)
    await expect(page.locator('h1').first(), path).toBeVisible()
  }
})
