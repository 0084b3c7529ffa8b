import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, type Server } from './server'

const day = 86_400_000

/** The form of Hebei's notice, filled in by the author of the demonstration. */
export const filledIn = (title: string, synopsis: string) => ({
  作品题目: title,
  作者姓名: '林晓岚',
  单位: '望北县融媒体中心',
  联系方式: '13800000009',
  通讯地址: '望北县青槐街道1号',
  文字说明: synopsis,
})

/**
 * Puts a copy of Hebei's notice into the server under another key, its calendar moved by whole days so that today is the sixth
 * day of the collection. The words of the notice stay as they are; dates without a day (中旬, 底, a month) are moved by month.
 */
export function collecting(server: Server, key: string) {
  const days = Math.floor((Date.now() - Date.parse('2020-10-20T00:00:00+08:00')) / day)
  const moved = (date: string) => new Date(Date.parse(`${date}T12:00:00Z`) + days * day).toISOString().slice(0, 10)
  const folder = mkdtempSync(join(tmpdir(), 'saiying-contest-'))
  for (const kind of ['yaml', 'decisions.yaml']) {
    const text = readFileSync(join(root, `campaigns/hebei-2020.${kind}`), 'utf8')
      .replace(/(?<!\d)20\d\d-\d\d-\d\d/g, moved)
      .replace(/(at: )(20\d\d-\d\d)(中旬|底|$)/gm, (_, at, month, part) => at + moved(`${month}-15`).slice(0, 7) + part)
      .replace(/^(campaign|decisions): hebei-2020$/m, `$1: ${key}`)
      // A decided day of a 中旬 may be moved out of it. None is needed before the vote.
      .replace(/^ {2}- path: phases\..*\n(?: {4}.*\n)*/gm, '')
    writeFileSync(join(folder, `${key}.${kind}`), text)
  }
  server.run('campaign', 'apply', join(folder, `${key}.yaml`))
}
