import type { EncodedPacketSink, InputAudioTrack, InputVideoTrack } from 'mediabunny'
import type { Facts } from '../../api/schema'
import { containerOf } from './container'
import { labelIn } from './label'
import { count } from './packets'
import { aspect, orientation, resolutionClass } from './shape'

/** What a rule may read of a file before it is sent; what is missing leaves the rule to the server. */
export type Known = Partial<Facts> & { filename: string }

/**
 * Reads what a file says of itself before a byte is sent, under the names and by the measures of the server's own reading
 * (internal/platform/ffmpeg/facts.go). The reader is fetched when the first file is chosen. The rules are not judged here: the
 * server answers these facts in the notice's words.
 */
export async function readFacts(file: File): Promise<Known> {
  const base = { filename: file.name, size_bytes: file.size, ...(await containerOf(file)) }
  try {
    const { Input, BlobSource, EncodedPacketSink, MP4, QTFF, MATROSKA, WEBM, MPEG_TS } = await import('mediabunny')
    const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS] })
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
    const whole = await input.computeDuration()
    if (!video) return { ...base, duration_s: round(whole) }
    const label = labelIn((await input.getMetadataTags()).raw ?? {})
    return {
      ...base,
      duration_s: round(whole),
      ...(await picture(video)),
      ...(await sound(audio)),
      ...(countable(file, base.container) && (await timed(new EncodedPacketSink(video), whole))),
      ...(label && { aigc: label }),
    }
  } catch {
    return base // not a file we can read here: the server will look for itself
  }
}

/** MP4 and MOV have an index; others are read from end to end, which a phone does not do with a large file. */
const countable = (file: File, container?: string) => /^(mp4|mov|3gp)$/.test(container ?? '') || file.size <= 200e6

async function picture(video: InputVideoTrack): Promise<Partial<Facts>> {
  const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()]
  const codec = await video.getCodec()
  const { transfer } = await video.getColorSpace()
  return {
    width,
    height,
    short_side_px: Math.min(width, height),
    rotation: await video.getRotation(),
    ...(codec && { video_codec: names[codec] ?? codec }),
    ...(/^(pq|hlg)$/.test(transfer ?? '') && { hdr: true }), // its absence may only mean that the container does not say
    orientation: orientation(width, height),
    resolution_class: resolutionClass(width, height),
    aspect: aspect(width, height),
  }
}

async function sound(audio: InputAudioTrack | null): Promise<Partial<Facts>> {
  if (!audio) return { has_audio: false, audio_codec: '', audio_channels: 0 }
  const codec = await audio.getCodec()
  return {
    has_audio: true,
    audio_channels: await audio.getNumberOfChannels(),
    ...(codec && { audio_codec: names[codec] ?? codec.replace(/^pcm-([fsu]\d+)(be)?$/, (_, kind: string, be) => pcm(kind, be)) }),
  }
}

/** What is counted over the packets. The film is as long as its picture, unless its sound runs on for over a second. */
async function timed(sink: EncodedPacketSink, whole: number): Promise<Partial<Facts>> {
  const c = await count(sink)
  if (!c) return {}
  return {
    duration_s: round(whole > c.length + 1 ? whole : c.length),
    frames: c.frames,
    fps: round(c.fps),
    vfr: c.vfr,
    bitrate_mbps: round((c.bytes * 8) / c.length / 1e6),
  }
}

/** ffmpeg's names, where the reader has others. */
const names: Record<string, string> = { avc: 'h264', ulaw: 'pcm_mulaw', alaw: 'pcm_alaw' }
const pcm = (kind: string, big?: string) => `pcm_${kind}${/8$/.test(kind) ? '' : (big ?? 'le')}`
const round = (n: number) => Math.round(n * 1000) / 1000
