import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
const binary = process.env.SAIYING ?? join(root, 'bin/saiying')

async function freePort(): Promise<number> {
  const s = createServer().listen(0, '127.0.0.1')
  await once(s, 'listening')
  const address = s.address()
  s.close()
  await once(s, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** The program itself on a data folder of its own. It can be killed as a power cut would, and started again where it was. */
export class Server {
  private child?: ChildProcess
  private said = ''

  private constructor(
    readonly port: number,
    readonly data: string,
  ) {}

  /** Makes a fresh demonstration; the first start fills it in, films included. */
  static async demo(): Promise<Server> {
    const s = new Server(await freePort(), mkdtempSync(join(tmpdir(), 'saiying-e2e-')))
    await s.start(180_000)
    return s
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  async start(patience = 30_000) {
    const env = { ...process.env, SAIYING_LISTEN: `127.0.0.1:${this.port}` }
    const child = spawn(binary, ['demo', '--data', this.data], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (b) => (this.said += b))
    child.stderr.on('data', (b) => (this.said += b))
    this.child = child
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`saiying demo ended by itself:\n${this.said}`)
      const ready = await fetch(`${this.url}/readyz`).then(
        (r) => r.ok,
        () => false,
      )
      if (ready) return
      await new Promise((r) => setTimeout(r, 100))
    }
    throw new Error(`saiying demo is not ready after ${patience / 1000} s:\n${this.said}`)
  }

  /** Ends it with no time to say goodbye. */
  async kill() {
    await this.end('SIGKILL')
  }

  /** Ends it politely and throws its data away. */
  async close() {
    await this.end('SIGTERM')
    rmSync(this.data, { recursive: true, force: true })
  }

  /** Runs a command of the program on the same data and answers what it printed. */
  run(...args: string[]): string {
    return execFileSync(binary, [...args, '--data', this.data], { encoding: 'utf8' })
  }

  private async end(signal: NodeJS.Signals) {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
