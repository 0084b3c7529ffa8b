/**
 * Signing in with WeChat leaves the page and loads it anew. What one had chosen comes back in the address, where it gives nothing by itself:
 * votes are given by a tap. How long the work's page had been open comes back through the browser.
 */
const name = 'saiying.opened'

/** The address to come back to: the sheet open, with so many votes chosen. */
export const withChoice = (path: string, n: number) => `${path}#vote=${n}`

/** How many votes an address has chosen. */
export const chosen = (hash: string) => Number(/^#vote=([1-9]\d?)$/.exec(hash)?.[1] ?? 1)

export const isVote = (hash: string) => /^#vote(=\d+)?$/.test(hash)

/** Notes, before the page is left, when it was opened: `opened` by performance.now. */
export function leaving(entry: string, opened: number) {
  try {
    sessionStorage.setItem(name, JSON.stringify({ entry, at: performance.timeOrigin + opened }))
  } catch {
    // a browser that stores nothing counts from the return
  }
}

/** When a work's page was opened, by performance.now; less than nought if that was before it was left and come back to. */
export function openedAt(entry: string): number {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as { entry: string; at: number } | null
    sessionStorage.removeItem(name)
    if (kept?.entry === entry) return Math.min(kept.at - performance.timeOrigin, performance.now())
  } catch {
    // likewise
  }
  return performance.now()
}
