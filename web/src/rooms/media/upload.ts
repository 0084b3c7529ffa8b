import { computed, shallowRef } from 'vue'
import type { Upload } from 'tus-js-client'
import { Problem } from '../../api/client'
import type { ProblemBody } from '../../api/schema'
import { lang } from '../../locale'
import { stored } from '../../parts/store'

/**
 * One upload at a time. It belongs to the page, not to a screen: one may fill in the form meanwhile. What the server has
 * received is remembered with the file's name, size and age, so that after a reload the same file, chosen again, goes on where it
 * stopped.
 */
export interface Remembered {
  campaign: string
  /** The entry the file is for. */
  entry: string
  filename: string
  size: number
  modified: number
  url: string
  sent: number
  at: number
}

export type UploadState = 'idle' | 'sending' | 'paused' | 'waiting' | 'done' | 'failed'
export interface Job {
  campaign: string
  entry: string
  filename: string
  size: number
  sent: number
  /** Bytes a second over the last seconds; 0 until known. */
  speed: number
  state: UploadState
  asset?: string
  problem?: Problem
}

const memory = stored<Remembered>('saiying.upload')
export const remembered = shallowRef<Remembered | undefined>(memory.get())
export const job = shallowRef<Job>()
export const remaining = computed(() => {
  const j = job.value
  return j && j.speed > 0 ? (j.size - j.sent) / j.speed : undefined
})

function remember(r: Remembered | undefined) {
  remembered.value = r
  memory.set(r)
}

const update = (change: Partial<Job>) => (job.value = { ...job.value!, ...change })

/** Whether a chosen file is the one an unfinished upload was sending. */
export const sameFile = (r: Remembered, f: Pick<File, 'name' | 'size' | 'lastModified'>) =>
  r.filename === f.name && r.size === f.size && r.modified === f.lastModified

/** Speed over the last eight seconds: steady enough to read, quick enough to be true. */
export function meter(span = 8000) {
  const seen: [number, number][] = []
  return (sent: number, at = performance.now()): number => {
    seen.push([at, sent])
    while (seen.length > 2 && at - seen[0]![0] > span) seen.shift()
    const [t0, b0] = seen[0]!
    return at - t0 < 400 ? 0 : ((sent - b0) / (at - t0)) * 1000
  }
}

let upload: Upload | undefined
const chunk = 8 * 1024 * 1024
/** What the server answers when a piece is not what its checksum says: it has forgotten the piece and wants it again. */
const damaged = 460

/** What proves a piece to the server, or nothing where the browser has no SHA-256: on pages without HTTPS. */
export async function checksum(piece: Blob): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return undefined
  const sum = new Uint8Array(await subtle.digest('SHA-256', await piece.arrayBuffer()))
  return 'sha256 ' + btoa(String.fromCharCode(...sum))
}

/** Sends a file for an entry, going on where an earlier upload of the same file stopped. `done` is given the asset. */
export async function send(campaign: string, entry: string, file: File, done: (asset: string) => Promise<void>) {
  await upload?.abort()
  const { Upload } = await import('tus-js-client')
  const before = remembered.value
  const resume = before && before.entry === entry && sameFile(before, file) ? before : undefined
  job.value = { campaign, entry, filename: file.name, size: file.size, sent: resume?.sent ?? 0, speed: 0, state: 'sending' }
  const speed = meter()
  const keep = (sent: number) =>
    upload?.url &&
    remember({
      campaign,
      entry,
      filename: file.name,
      size: file.size,
      modified: file.lastModified,
      url: upload.url,
      sent,
      at: Date.now(),
    })

  upload = new Upload(file, {
    endpoint: '/api/v1/uploads/',
    uploadUrl: resume?.url,
    metadata: { campaign, filename: file.name, filetype: file.type || 'application/octet-stream' },
    headers: { 'Accept-Language': lang },
    chunkSize: chunk,
    storeFingerprintForResuming: false,
    retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000],
    onBeforeRequest: async (r) => {
      if (r.getMethod() !== 'PATCH') return
      const at = Number(r.getHeader('Upload-Offset'))
      const sum = await checksum(file.slice(at, at + chunk))
      if (sum) r.setHeader('Upload-Checksum', sum)
    },
    onShouldRetry: (e) => {
      const status = e.originalResponse?.getStatus() ?? 0
      if (!navigator.onLine) update({ state: 'waiting', speed: 0 })
      return status === 0 || status === 409 || status === 423 || status === 429 || status === damaged || status >= 500
    },
    onUploadUrlAvailable: () => keep(resume?.sent ?? 0),
    onProgress: (sent) => update({ sent, speed: speed(sent), state: 'sending', problem: undefined }),
    onChunkComplete: (_, accepted) => keep(accepted),
    onSuccess: () => void finish(done),
    onError: (e) => {
      const lost = 'originalResponse' in e && !e.originalResponse
      update({ state: lost ? 'waiting' : 'failed', speed: 0, problem: lost ? undefined : told(e) })
    },
  })
  upload.start()
}

async function finish(done: (asset: string) => Promise<void>) {
  const asset = decodeURIComponent(new URL(upload!.url!, location.href).pathname.split('/').filter(Boolean).pop()!)
  update({ sent: job.value!.size, speed: 0, asset })
  try {
    await done(asset)
    remember(undefined)
    update({ state: 'done' })
  } catch (e) {
    update({ state: 'failed', problem: e instanceof Problem ? e : new Problem(500, 'screen', String(e)) })
  }
}

/** The server's refusal, out of tus's error. */
function told(e: Error): Problem {
  const response = (e as { originalResponse?: { getStatus(): number; getBody(): string } }).originalResponse
  try {
    const body = JSON.parse(response?.getBody() ?? '') as ProblemBody
    return new Problem(response!.getStatus(), body.code ?? '', body.detail ?? '', body)
  } catch {
    return new Problem(response?.getStatus() ?? 500, 'media.upload', '')
  }
}

export async function pause() {
  await upload?.abort()
  update({ state: 'paused', speed: 0 })
}

/** Goes on at once. A try that is under way or due later is ended first: two would send the same piece and both be refused. */
export async function resume() {
  await upload?.abort()
  update({ state: 'sending', problem: undefined })
  upload?.start()
}

/** Gives up: what the server has received of it is deleted. */
export async function cancel() {
  const u = upload
  upload = undefined
  job.value = undefined
  remember(undefined)
  await u?.abort(true).catch(() => {})
}

/** Forgets an unfinished upload of an earlier visit. */
export const forgetUpload = () => remember(undefined)

addEventListener('online', () => {
  if (job.value?.state === 'waiting') void resume()
})
addEventListener('beforeunload', (e) => {
  if (job.value?.state === 'sending') e.preventDefault()
})
