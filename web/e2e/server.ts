import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const binary = process.env.SAIYING ?? join(root, 'bin/saiying')

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

  /** Starts it on a data folder; an empty one is filled in first, for which patience must last. */
  static async on(data: string, patience?: number): Promise<Server> {
    const s = new Server(await freePort(), data)
    await s.start(patience)
    return s
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  async start(patience = 60_000) {
    const env = { ...process.env, SAIYING_LISTEN: `127.0.0.1:${this.port}` }
    const child = spawn(binary, ['demo', '--data', this.data], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (b) => (this.said += b))
    child.stderr.on('data', (b) => (this.said += b))
    this.child = child
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`saiying demo ended by itself:\n${this.said}`)
      if (await this.ready()) return
      await new Promise((r) => setTimeout(r, 100))
    }
    await this.kill()
    throw new Error(`saiying demo is not ready after ${patience / 1000} s:\n${this.said}`)
  }

  /** Ends it with no time to say goodbye. */
  async kill() {
    await this.end('SIGKILL')
  }

  /** Ends it politely. */
  async stop() {
    await this.end('SIGTERM')
  }

  /** Ends it and throws its data away. */
  async close() {
    await this.stop()
    rmSync(this.data, { recursive: true, force: true })
  }

  /** Runs a command of the program on the same data and answers what it printed. */
  run(...args: string[]): string {
    return execFileSync(binary, [...args, '--data', this.data], { encoding: 'utf8' })
  }

  private ready(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      (r) => r.ok,
      () => false,
    )
  }

  private async end(signal: NodeJS.Signals) {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
