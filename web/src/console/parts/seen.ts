/** Which seconds of a film were seen. Spans are half open, sorted, never touching. */
export type Span = [from: number, to: number]

/** Adds a span; neighbours closer than a quarter second become one. */
export function seeing(spans: Span[], from: number, to: number): Span[] {
  if (to <= from) return spans
  const out: Span[] = []
  let [a, b] = [from, to]
  for (const [x, y] of spans) {
    if (y < a - 0.25 || x > b + 0.25) out.push([x, y])
    else [a, b] = [Math.min(a, x), Math.max(b, y)]
  }
  return [...out, [a, b] as Span].sort((p, q) => p[0] - q[0])
}

export const seenSeconds = (spans: Span[]) => spans.reduce((sum, [a, b]) => sum + b - a, 0)

/** The first moment not yet seen, for going on from there; undefined when all was seen but half a second. */
export function firstUnseen(spans: Span[], duration: number): number | undefined {
  let at = 0
  for (const [a, b] of spans) {
    if (a > at + 0.5) break
    at = Math.max(at, b)
  }
  return at < duration - 0.5 ? at : undefined
}
