import type { Facts } from '../../api/schema'

/**
 * Reads what a file says of itself before a byte is sent: length, size, rotation, codecs, rate. The reader is fetched when
 * the first file is chosen. The rules are not judged here: the server answers these facts in the notice's words.
 */
export async function readFacts(file: File): Promise<Partial<Facts>> {
  const base = { size_bytes: file.size, container: extension(file.name) }
  try {
    const { Input, BlobSource, MP4, QTFF, MATROSKA, WEBM, MPEG_TS } = await import('mediabunny')
    const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS] })
    const [video, audio, seconds] = [
      await input.getPrimaryVideoTrack(),
      await input.getPrimaryAudioTrack(),
      await input.computeDuration(),
    ]
    if (!video) return { ...base, duration_s: round(seconds) }
    const packets = await video.computePacketStats(200)
    return {
      ...base,
      duration_s: round(seconds),
      width: video.displayWidth,
      height: video.displayHeight,
      rotation: video.rotation,
      fps: round(packets.averagePacketRate),
      video_codec: names[video.codec ?? ''] ?? video.codec ?? '',
      audio_codec: audio?.codec ?? '',
      bitrate_mbps: round((file.size * 8) / Math.max(seconds, 0.001) / 1e6),
      orientation: shape(video.displayWidth, video.displayHeight),
      resolution_class: klass(video.displayWidth, video.displayHeight),
      aspect: aspect(video.displayWidth, video.displayHeight),
    }
  } catch {
    return base // not a file we can read here: the server will look for itself
  }
}

const names: Record<string, string> = { avc: 'h264', hevc: 'hevc' }
const round = (n: number) => Math.round(n * 100) / 100
const extension = (name: string) => (/\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase()
const shape = (w: number, h: number) => (w > h ? 'landscape' : w < h ? 'portrait' : 'square')

/** As the server names them: by the shorter side, with a little grace for cropped pictures. */
export function klass(w: number, h: number): string {
  const short = Math.min(w, h)
  for (const p of [2160, 1440, 1080, 720, 480]) if (short >= p * 0.97) return p === 2160 ? '4k' : `${p}p`
  return 'sd'
}

export function aspect(w: number, h: number): string {
  const known: [number, number][] = [
    [16, 9],
    [9, 16],
    [4, 3],
    [3, 4],
    [1, 1],
    [21, 9],
  ]
  const near = known.find(([a, b]) => Math.abs(w / h / (a / b) - 1) < 0.02)
  return near ? near.join(':') : `${w}:${h}`
}
