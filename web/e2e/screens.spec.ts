import axe from 'axe-core'
import type { Page } from '@playwright/test'
import { complaints, expect, firstEntry, signIn, test } from './stage'

/*
 * Every screen at a phone's, a tablet's and a desk's width, light and dark: it shows its heading, nothing fails behind it,
 * nothing is wider than the window, and axe finds nothing.
 */
const contest = 'hebei-2020'

// No screen changes anything, so any worker may take the next one.
test.describe.configure({ mode: 'parallel' })

interface Screen {
  name: string
  path: string
  as?: string
}

const publicScreens: Screen[] = [
  { name: 'contests', path: '/' },
  { name: 'home', path: `/c/${contest}` },
  { name: 'works', path: `/c/${contest}/works` },
  { name: 'work', path: `/c/${contest}/works/:entry` },
  { name: 'ranking', path: `/c/${contest}/ranking` },
  { name: 'big screen', path: `/c/${contest}/screen` },
  { name: 'annulled votes', path: `/c/${contest}/annulments` },
  { name: 'an unknown vote receipt', path: `/c/${contest}/receipt/1-NOSUCHRECEIPT22` },
  { name: 'notice', path: `/c/${contest}/notice` },
  { name: 'publicity', path: `/c/${contest}/publicity` },
  { name: 'news', path: `/c/${contest}/news` },
  { name: 'enter', path: `/c/${contest}/enter`, as: 'author' },
  { name: 'my entries', path: '/me', as: 'author' },
  { name: 'my votes', path: '/me/votes', as: 'viewer' },
  { name: 'sign in', path: '/sign-in' },
  { name: 'verify', path: '/verify' },
  { name: 'an unknown certificate', path: '/verify/NOSUCHCODE' },
  { name: 'no such page', path: '/no/such/page' },
]

const consoleScreens: Screen[] = [
  ...[
    'inbox',
    'calendar',
    'open',
    'entries',
    'matches',
    'screening',
    'rounds',
    'ballot',
    'awards',
    'publicity',
    'certificates',
    'report',
  ].map((name) => ({
    name: `console ${name}`,
    path: `/console/c/${contest}/${name}`,
    as: 'organiser',
  })),
  { name: 'console people', path: '/console/people', as: 'admin' },
  { name: 'console audit', path: '/console/audit', as: 'admin' },
  { name: 'console system', path: '/console/system', as: 'admin' },
  { name: 'judging', path: '/console/judging', as: 'judge' },
]

for (const [screens, widths] of [
  [publicScreens, [360, 820, 1440]],
  [consoleScreens, [820, 1440]],
] as const) {
  for (const screen of screens) {
    test(screen.name, async ({ page, context }) => {
      const heard = complaints(page)
      if (screen.as) await signIn(context, screen.as)
      const path = screen.path.replace(
        ':entry',
        screen.path.includes(':entry') ? (await firstEntry(context.request, contest)).number : '',
      )
      for (const width of widths) {
        await page.setViewportSize({ width, height: width === 360 ? 740 : 900 })
        await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
        await page.goto(path)
        await expect(page.locator('h1').first()).toBeVisible()
        await page.waitForLoadState('networkidle')
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(wider, `at ${width} it scrolls sideways by`).toBeLessThanOrEqual(0)
        // The whole page at once: what a fixed bar covers at the moment would count as too small to tap.
        await page.setViewportSize({
          width,
          height: await page.evaluate(() => Math.min(8000, document.documentElement.scrollHeight)),
        })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          expect(await violations(page, colorScheme), `${width} ${colorScheme}`).toEqual([])
          if (process.env.PICTURES)
            await page.screenshot({
              path: `${process.env.PICTURES}/${screen.name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`,
            })
        }
      }
      expect(heard).toEqual([])
    })
  }
}

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** The rules that look at colours, which are all that differs in the dark. */
const colours = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds against WCAG 2.2 AA, one line a fault, with where. It runs in the page itself: its wrapper for Playwright opens
 * another page for every look and carries all that is well across, for the sake of frames, and our screens have none.
 */
async function violations(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  expect(page.frames(), 'frames, which axe would not look into').toHaveLength(1)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const found = await page.evaluate((options) => (window as unknown as { axe: typeof axe }).axe.run(document, options), {
    runOnly: scheme === 'light' ? { type: 'tag', values: everything } : { type: 'rule', values: colours },
    resultTypes: ['violations'],
  } satisfies axe.RunOptions as axe.RunOptions)
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
}
