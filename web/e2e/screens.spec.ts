import AxeBuilder from '@axe-core/playwright'
import { complaints, expect, firstEntry, signIn, test } from './stage'

/*
 * Every screen at a phone's, a tablet's and a desk's width, light and dark: it shows its heading, nothing fails behind it,
 * nothing is wider than the window, and axe finds nothing.
 */
const contest = 'hebei-2020'

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
    test(screen.name, async ({ browser, server }) => {
      for (const width of widths) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await test.step(`${width} ${colorScheme}`, async () => {
            const context = await browser.newContext({
              baseURL: server.url,
              viewport: { width, height: width === 360 ? 740 : 900 },
              colorScheme,
              reducedMotion: 'reduce',
              locale: 'zh-CN',
            })
            try {
              if (screen.as) await signIn(context, screen.as)
              const path = screen.path.includes(':entry')
                ? screen.path.replace(':entry', (await firstEntry(context.request, contest)).number)
                : screen.path
              const page = await context.newPage()
              const heard = complaints(page)
              await page.goto(path)
              await expect(page.locator('h1').first()).toBeVisible()
              await page.waitForLoadState('networkidle')
              expect(heard).toEqual([])
              const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
              expect(wider, 'scrolls sideways by').toBeLessThanOrEqual(0)
              const { violations } = await new AxeBuilder({ page })
                .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
                .analyze()
              expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
              if (process.env.PICTURES)
                await page.screenshot({
                  path: `${process.env.PICTURES}/${screen.name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`,
                })
            } finally {
              await context.close()
            }
          })
        }
      }
    })
  }
}
