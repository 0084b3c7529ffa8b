import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './server'

export interface Film {
  width: number
  height: number
  seconds: number
  mbps: number
}

/** A real MP4 of moving noise, so that its bit rate is what is asked for. Made once and kept in .cache. */
export function film({ width, height, seconds, mbps }: Film): string {
  const folder = join(root, '.cache/e2e')
  const path = join(folder, `film-${width}x${height}-${seconds}s-${mbps}.mp4`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const half = path.replace(/\.mp4$/, `.${process.pid}.part.mp4`)
  const picture = `testsrc2=size=${width}x${height}:rate=25:duration=${seconds},noise=alls=40:allf=t`
  execFileSync('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', picture],
    ...['-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`, '-c:a', 'aac', '-b:a', '128k'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50'],
    ...[
      '-b:v',
      `${mbps}M`,
      '-minrate',
      `${mbps}M`,
      '-maxrate',
      `${mbps}M`,
      '-bufsize',
      `${mbps}M`,
      '-x264-params',
      'nal-hrd=cbr',
    ],
    ...['-movflags', '+faststart', half],
  ])
  renameSync(half, path)
  return path
}

/** The same film as a phone held upright would have written it: lying, with a note that it is to be turned. */
export function turned(path: string): string {
  const to = path.replace(/\.mp4$/, '-turned.mp4')
  if (!existsSync(to)) {
    const half = to.replace(/\.mp4$/, `.${process.pid}.part.mp4`)
    const quiet = ['-hide_banner', '-loglevel', 'error', '-y']
    execFileSync('ffmpeg', [...quiet, '-i', path, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', '-movflags', '+faststart', half])
    renameSync(half, to)
  }
  return to
}
