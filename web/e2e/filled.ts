import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary, root, Server } from './server'

const folder = join(root, '.cache/e2e/demo')
const mark = join(root, '.cache/e2e/demo.made')

/**
 * Filling a demonstration in takes minutes, so it happens once, before the tests; each server starts on a copy. It is made anew for
 * another program or another day.
 */
export default async function fill() {
  const made = `${statSync(binary).mtimeMs} ${new Date().toDateString()}`
  if (existsSync(mark) && readFileSync(mark, 'utf8') === made) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await Server.on(folder, 900_000)
  await server.stop()
  writeFileSync(mark, made)
}

/** A server on a copy of the filled demonstration. */
export async function demonstration(): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'saiying-e2e-'))
  cpSync(folder, data, { recursive: true })
  return Server.on(data)
}
