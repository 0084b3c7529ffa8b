// Holds the documents to the tree: links lead somewhere, every decision is in the index, every direct dependency has its
// line of why, every configuration name that the program reads is in docs/operate.md, and Chinese text has no blanks
// between 汉字 and figures. Prints each fault as FILE:LINE: message.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.md'], { encoding: 'utf8' }).trim().split('\n').filter(existsSync)
const text = Object.fromEntries(files.map((f) => [f, readFileSync(f, 'utf8')]))
const faults = []

function links() {
  for (const [file, body] of Object.entries(text))
    body.split('\n').forEach((line, i) => {
      for (const [, to] of line.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g))
        if (!/^[a-z]+:/.test(to) && !existsSync(normalize(join(dirname(file), decodeURI(to))))) faults.push(`${file}:${i + 1}: leads to ${to}, which is not there`)
    })
}

function blanks() {
  for (const [file, body] of Object.entries(text)) {
    let code = false
    body.split('\n').forEach((line, i) => {
      if (line.startsWith('```')) code = !code
      const bare = line.replace(/`[^`]*`/g, '')
      if (!code && /[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]/.test(bare)) faults.push(`${file}:${i + 1}: a blank between Chinese and figures`)
    })
  }
}

function mentioned(names, file, what) {
  for (const name of names) if (!text[file]?.includes('`' + name + '`')) faults.push(`${file}:1: ${what} ${name} is not mentioned`)
}

const direct = readFileSync('go.mod', 'utf8')
  .split('\n')
  .filter((l) => /^\t\S+ v/.test(l) && !l.includes('// indirect'))
  .map((l) => l.trim().split(' ')[0])
const { dependencies, devDependencies } = JSON.parse(readFileSync('web/package.json', 'utf8'))
const read = [...readFileSync('cmd/saiying/config.go', 'utf8').matchAll(/(?:\bor|k\.(?:String|Bool|Int|Duration))\("([a-z_]+)"/g)].map((m) => `SAIYING_${m[1].toUpperCase()}`)

links()
blanks()
mentioned([...direct, ...Object.keys(dependencies), ...Object.keys(devDependencies)], 'docs/design/dependencies.md', 'the dependency')
mentioned(new Set(read), 'docs/operate.md', 'the setting')
for (const f of files.filter((f) => /^docs\/decisions\/\d/.test(f)))
  if (!text['docs/decisions/README.md']?.includes(f.split('/').pop())) faults.push(`docs/decisions/README.md:1: ${f} is not in the index`)

faults.forEach((f) => console.log(f))
process.exit(faults.length ? 1 : 0)
