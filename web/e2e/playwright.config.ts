import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

// Debian's browser, which plays H.264; Playwright's own is never downloaded.
const browser = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)

export default defineConfig({
  testDir: '.',
  globalSetup: './filled.ts',
  outputDir: '../test-results',
  // Each worker has a server of its own. Tests of a file go one by one on it; only the screens, which change nothing, are shared out.
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
