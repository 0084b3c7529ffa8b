import type { Page } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import type { Facts, Finding, Precheck } from '../src/api/schema'
import { binary } from './server'
import { expect } from './stage'

const same = ['container', 'brand', 'width', 'height', 'rotation', 'fps', 'vfr', 'frames', 'video_codec', 'audio_codec'] as const
const alike = ['audio_channels', 'has_audio', 'resolution_class', 'orientation', 'aspect', 'short_side_px', 'size_bytes'] as const

interface Report {
  verdict: string
  facts: Facts
  findings: { rule: string; level: string; message: string }[]
}

/** Chooses a film and holds what the browser read in it, and what the rules said of that, to the machine's own inspection. */
export async function precheckAgrees(page: Page, campaign: string, film: string) {
  const answered = page.waitForResponse((r) => r.url().endsWith('/precheck'))
  await page.locator('input[type=file]').setInputFiles(film)
  const answer = await answered
  const { facts } = answer.request().postDataJSON() as { facts: Facts }
  const told = (await answer.json()) as Precheck

  const run = spawnSync(binary, ['inspect', '--campaign', campaign, '--json', film], { encoding: 'utf8' })
  const report = JSON.parse(run.stdout) as Report
  for (const key of [...same, ...alike]) expect([key, facts[key]]).toEqual([key, report.facts[key]])
  expect(Math.abs(facts.duration_s - report.facts.duration_s)).toBeLessThanOrEqual(0.05)
  expect(Math.abs(facts.bitrate_mbps / report.facts.bitrate_mbps - 1)).toBeLessThanOrEqual(0.02)

  const broken = told.findings.filter((f: Finding) => !f.undecided && !f.ok)
  expect(broken.map((f) => ({ rule: f.rule, level: f.level, message: f.message }))).toEqual(
    report.findings.map(({ rule, level, message }) => ({ rule, level, message })),
  )
  expect(told.verdict).toBe(report.verdict)
  return told
}
