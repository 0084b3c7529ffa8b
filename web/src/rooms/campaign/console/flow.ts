/** Reads a value as the campaign file writes it on one line or a few: {high: 1, low: 1, from: 5}, [a, b], key: value lines,
 *  - item lines, or plain JSON. The server takes JSON; people write this. */

const bare = (s: string): unknown => {
  const t = s.trim()
  if (/^-?\d+(\.\d+)?$/.test(t)) return Number(t)
  if (t === 'true' || t === 'false') return t === 'true'
  const quoted = t.match(/^(['"])(.*)\1$/s)
  return quoted ? quoted[2] : t
}

class Reader {
  private at = 0
  constructor(private readonly text: string) {}

  /** The value that is the whole text; throws a SyntaxError at what does not belong. */
  all(): unknown {
    const v = this.value('')
    this.skip()
    if (this.at < this.text.length) throw new SyntaxError(this.text.slice(this.at))
    return v
  }
  private skip() {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }
  private value(ends: string): unknown {
    this.skip()
    if (this.at >= this.text.length) throw new SyntaxError('end')
    if (this.text[this.at] === '{') return this.map()
    if (this.text[this.at] === '[') return this.list()
    return bare(this.word(ends))
  }
  private word(ends: string): string {
    const from = this.at,
      mark = this.text[from]
    if (mark === '"' || mark === "'") {
      const to = this.text.indexOf(mark, from + 1)
      if (to < 0) throw new SyntaxError(mark)
      this.at = to + 1
      return this.text.slice(from, this.at)
    }
    while (this.at < this.text.length && !ends.includes(this.text[this.at]!)) this.at++
    return this.text.slice(from, this.at)
  }
  private take(mark: string) {
    this.skip()
    if (this.text[this.at] !== mark) return false
    this.at++
    return true
  }
  private map() {
    const out: Record<string, unknown> = {}
    this.at++
    while (!this.take('}')) {
      this.skip()
      const key = String(bare(this.word(':')))
      if (!this.take(':') || !key) throw new SyntaxError(key)
      out[key] = this.value(',}')
      this.take(',')
    }
    return out
  }
  private list() {
    const out: unknown[] = []
    this.at++
    while (!this.take(']')) {
      out.push(this.value(',]'))
      this.take(',')
    }
    return out
  }
}

/** The value, or undefined when the text is empty or does not read. */
export function read(text: string): unknown {
  const t = text.trim()
  if (!t) return undefined
  try {
    return JSON.parse(t)
  } catch {
    // Not JSON; read it as the file writes.
  }
  const lines = t.split('\n').filter((l) => l.trim())
  try {
    if (/^[{[]/.test(t)) return new Reader(t).all()
    if (lines.every((l) => /^\s*-\s+\S/.test(l))) return lines.map((l) => new Reader(l.replace(/^\s*-\s+/, '')).all())
    if (lines.every((l) => /^[\w-]+\s*:\s+\S/.test(l)))
      return Object.fromEntries(
        lines.map((l) => [l.slice(0, l.indexOf(':')).trim(), new Reader(l.slice(l.indexOf(':') + 1).trim()).all()]),
      )
  } catch {
    return undefined
  }
  return lines.length === 1 ? bare(t) : undefined
}
