/** What follows from the width and the height of a picture, under the names of the server (internal/platform/ffmpeg/facts.go). */

/**
 * Classes from the largest down: name, short side, long sides that count too when the picture is cropped to cinema width,
 * 2.5:1 at most (1920×804 is 1080p).
 */
const classes: [string, number, number[]][] = [
  ['8k', 4320, [7680, 8192]],
  ['4k', 2160, [3840, 4096]],
  ['1440p', 1440, [2560]],
  ['1080p', 1080, [1920, 2048]],
  ['720p', 720, [1280]],
  ['480p', 480, [854, 848]],
  ['360p', 360, [640]],
  ['240p', 240, [426]],
]

/** By an exact short side, then by an exact long side, then the largest class that the short side reaches. */
export function resolutionClass(w: number, h: number): string {
  const [short, long] = [Math.min(w, h), Math.max(w, h)]
  const found =
    classes.find(([, side]) => short === side) ??
    classes.find(([, side, wide]) => wide.includes(long) && short < side && 5 * short >= 2 * long) ??
    classes.find(([, side]) => short >= side)
  return found?.[0] ?? 'under_240p'
}

export const orientation = (w: number, h: number) => (w > h ? 'landscape' : w < h ? 'portrait' : 'square')

const usual: [number, number][] = [
  [16, 9],
  [4, 3],
  [3, 2],
  [1, 1],
  [21, 9],
  [2, 1],
  [5, 4],
  [16, 10],
]

/** The usual ratio when the size is that ratio rounded to whole pixels (854×480 is 16:9), else the reduced fraction. */
export function aspect(w: number, h: number): string {
  const both = usual.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]) as [number, number][]
  const near = both.find(([a, b]) => Math.abs(w * b - h * a) < Math.max(a, b))
  const by = divisor(w, h)
  return near ? near.join(':') : `${w / by}:${h / by}`
}

const divisor = (a: number, b: number): number => (b ? divisor(b, a % b) : Math.max(a, 1))
