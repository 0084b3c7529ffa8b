import type { EncodedPacketSink } from 'mediabunny'

/** What is counted while every packet of the picture is met once, undecoded: as internal/platform/ffmpeg/packets.go does. */
export interface Count {
  frames: number
  bytes: number
  /** Seconds from the first picture to the end of the last. */
  length: number
  fps: number
  vfr: boolean
}

/** Counts them. An index tells the sizes without the film itself being read. */
export async function count(sink: EncodedPacketSink): Promise<Count | undefined> {
  const at: number[] = []
  let [bytes, last] = [0, -Infinity]
  for await (const p of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (p.timestamp < -slack) continue // before the start of the film, never shown
    at.push(p.timestamp)
    bytes += p.byteLength
    last = Math.max(last, p.timestamp + p.duration)
  }
  at.sort((a, b) => a - b)
  const length = last - (at[0] ?? last)
  if (!(length > 0)) return undefined
  return { frames: at.length, bytes, length, ...pace(at, length) }
}

/** Pictures a second; steady when most of them last as long as the median one, give or take a clock of milliseconds. */
export function pace(at: number[], length: number): { fps: number; vfr: boolean } {
  const average = at.length / length
  const steps = at.slice(1).map((x, i) => x - at[i]!)
  const median = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 1 / average
  const alike = steps.filter((s) => Math.abs(s - median) <= millisecond)
  const nominal = alike.length ? alike.length / alike.reduce((a, b) => a + b, 0) : average
  const vfr = at.length > 1 && (Math.abs(average - nominal) > nominal * 0.02 || alike.length < steps.length * 0.9)
  return { fps: vfr ? average : usual(nominal), vfr }
}

const slack = 1e-6
const millisecond = 0.0011

/** Rates that cameras and editors use; a clock of milliseconds hides which one was meant. */
const rates = [24000 / 1001, 24, 25, 30000 / 1001, 30, 48, 50, 60000 / 1001, 60, 100, 120000 / 1001, 120]

function usual(fps: number): number {
  const near = rates.reduce((a, b) => (Math.abs(b - fps) < Math.abs(a - fps) ? b : a))
  return Math.abs(near - fps) < near * 0.0005 ? near : fps
}
