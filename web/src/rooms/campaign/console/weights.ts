/** Weights as people write them: per cent with two decimals at most, summing to exactly 100. Kept in hundredths of a per cent so that sums are exact. */

/** 70 → 7000; undefined for what is not a per cent. */
export function parse(text: string): number | undefined {
  const t = text.trim().replace(/%|％$/, '')
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(t)) return undefined
  const n = Math.round(Number(t) * 100)
  return n <= 10_000 ? n : undefined
}

export const show = (hundredths: number) => String(hundredths / 100)
export const fromFraction = (w: number) => Math.round(w * 10_000)
export const toFraction = (hundredths: number) => hundredths / 10_000

/** What is still missing to 100 (negative when over). */
export const missing = (parts: (number | undefined)[]) => 10_000 - parts.reduce<number>((s, p) => s + (p ?? 0), 0)

/** Complete when each part is a positive per cent and they sum to 100. */
export const complete = (parts: (number | undefined)[]) =>
  parts.length > 0 && parts.every((p) => p !== undefined && p > 0) && missing(parts) === 0

/** n equal parts of 100 in whole per cent, the first ones one more where it does not divide. */
export function evenly(n: number): number[] {
  const base = Math.floor(100 / n)
  return Array.from({ length: n }, (_, i) => (base + (i < 100 - base * n ? 1 : 0)) * 100)
}

/** The value as the file holds it: key → fraction. */
export const asMap = (rows: { key: string; part: number }[]) => Object.fromEntries(rows.map((r) => [r.key, toFraction(r.part)]))
