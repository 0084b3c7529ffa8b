/** Seconds left of an upload from the last half minute of progress; undefined until two seconds have been seen. */
export function pace() {
  let seen: [at: number, bytes: number][] = []
  return (bytes: number, all: number, at: number): number | undefined => {
    seen = [...seen.filter(([t]) => at - t <= 30_000), [at, bytes]]
    const [t0, b0] = seen[0]!
    const rate = (bytes - b0) / ((at - t0) / 1000)
    return at - t0 >= 2_000 && rate > 0 ? Math.ceil((all - bytes) / rate) : undefined
  }
}
