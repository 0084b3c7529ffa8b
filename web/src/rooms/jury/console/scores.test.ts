import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Task } from '../../../api/schema'
import { Failure, nudge, ScoreQueue, total, unscored, type Pending, type Sheet, type Status } from './scores'

const sheet = (theme: number): Sheet => ({ scores: { theme }, note: '', done: false, watched_s: 12 })
const task = (id: string, version: number, scores: Record<string, number> = {}): Task => ({
  id,
  entry: id,
  number: '0109',
  title: '望北清晨',
  aspect: '16:9',
  duration_s: 60,
  synopsis: '',
  state: 'draft',
  scores,
  note: '',
  version,
  watched_s: 0,
})

function desk(answers: (Task | Failure)[]) {
  const kept = new Map<string, string>()
  const sent: Pending[] = []
  const said: Status[] = []
  const accepted: Task[] = []
  const store = {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  }
  const world = {
    send: async (p: Pending) => {
      sent.push(p)
      const a = answers.shift() ?? task(p.task, p.version + 1, p.scores)
      if (a instanceof Failure) throw a
      return a
    },
    store,
    now: () => Date.now(),
    later: (act: () => void, ms: number) => {
      const h = setTimeout(act, ms)
      return () => clearTimeout(h)
    },
    heard: (s: Status) => void said.push(s),
    accepted: (t: Task) => void accepted.push(t),
  }
  return {
    queue: new ScoreQueue(world, 'k'),
    again: () => new ScoreQueue(world, 'k'),
    kept,
    sent,
    said,
    accepted,
    last: () => said.at(-1)?.state,
  }
}

describe('score queue', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('keeps at once and sends one request for a flurry of changes', async () => {
    const d = desk([])
    for (const n of [80, 81, 82]) d.queue.change('t', 1, sheet(n))
    expect(d.last()).toBe('kept')
    expect(d.kept.get('k')).toContain('82')
    await vi.advanceTimersByTimeAsync(800)
    expect(d.sent.map((p) => p.scores.theme)).toEqual([82])
    expect(d.last()).toBe('saved')
    expect(d.kept.has('k')).toBe(false)
  })

  it('tries again when the line is down and loses nothing', async () => {
    const d = desk([new Failure('line'), new Failure('line')])
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(800)
    expect(d.last()).toBe('offline')
    expect(d.queue.held('t')?.scores.theme).toBe(80)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(d.sent).toHaveLength(3)
    expect(d.last()).toBe('saved')
  })

  it('sends at once when the line returns', async () => {
    const d = desk([new Failure('line')])
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(800)
    d.queue.flush()
    await vi.advanceTimersByTimeAsync(1)
    expect(d.last()).toBe('saved')
  })

  it('finds what was not sent after a reload', async () => {
    const d = desk([new Failure('line')])
    d.queue.change('t', 4, sheet(77))
    await vi.advanceTimersByTimeAsync(800)
    const after = d.again()
    expect(after.held('t')).toMatchObject({ version: 4, scores: { theme: 77 } })
    expect(after.waiting).toBe(1)
  })

  it('sends a change made meanwhile upon the version that came back', async () => {
    let land: (t: Task) => void = () => {}
    const d = desk([])
    const slow = new Promise<Task>((r) => (land = r))
    const world = d as unknown as { queue: { world: { send: (p: Pending) => Promise<Task> } } }
    const quick = world.queue.world.send
    world.queue.world.send = (p) => {
      d.sent.push(p)
      return slow
    }
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(800)
    d.queue.change('t', 1, sheet(90))
    world.queue.world.send = quick
    land(task('t', 2, { theme: 80 }))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(d.sent.map((p) => [p.version, p.scores.theme])).toEqual([
      [1, 80],
      [2, 90],
    ])
    expect(d.last()).toBe('saved')
  })

  it('shows a newer version instead of overwriting it, and lets the judge choose', async () => {
    const theirs = task('t', 5, { theme: 60 })
    const d = desk([new Failure('stale', '', theirs)])
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(800)
    expect(d.said.at(-1)).toMatchObject({ state: 'stale', theirs: { version: 5 } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(d.sent).toHaveLength(1)
    d.queue.settle('t', theirs, true)
    await vi.advanceTimersByTimeAsync(1)
    expect(d.sent[1]).toMatchObject({ version: 5, scores: { theme: 80 } })
  })

  it('takes theirs when the judge says so', async () => {
    const theirs = task('t', 5, { theme: 60 })
    const d = desk([new Failure('stale', '', theirs)])
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(800)
    d.queue.settle('t', theirs, false)
    expect(d.accepted.at(-1)).toEqual(theirs)
    expect(d.queue.waiting).toBe(0)
  })

  it('does not repeat what was refused, but keeps it', async () => {
    const d = desk([new Failure('refused', '本轮已封存')])
    d.queue.change('t', 1, sheet(80))
    await vi.advanceTimersByTimeAsync(120_000)
    expect(d.sent).toHaveLength(1)
    expect(d.said.at(-1)).toMatchObject({ state: 'refused', says: '本轮已封存' })
    expect(d.queue.held('t')).toBeTruthy()
  })
})

describe('the sheet', () => {
  const criteria = [
    { key: 'theme', label: '主题内容', weight: 0.4 },
    { key: 'craft', label: '制作水平', weight: 0.3 },
    { key: 'idea', label: '创意', weight: 0.3 },
  ]
  it('does not take an unscored criterion for nought', () => {
    expect(unscored(criteria, { theme: 0, craft: 80 }).map((c) => c.label)).toEqual(['创意'])
    expect(total(criteria, { theme: 88, craft: 82 })).toBeUndefined()
    expect(total(criteria, { theme: 0, craft: 0, idea: 0 })).toBe('0.00')
  })
  it('adds up exactly', () => {
    expect(total(criteria, { theme: 88, craft: 82, idea: 79 })).toBe('83.50')
    expect(
      total(
        [
          { key: 'a', label: '', weight: 0.7 },
          { key: 'b', label: '', weight: 0.3 },
        ],
        { a: 85.5, b: 90.5 },
      ),
    ).toBe('87.00')
  })
  it('steps within the scale', () => {
    const s = { min: 0, max: 100, step: 0.5 }
    expect(nudge(s, 88, 1)).toBe(88.5)
    expect(nudge(s, 100, 1)).toBe(100)
    expect(nudge(s, 0, -1)).toBe(0)
    expect(nudge(s, undefined, 1)).toBe(60)
  })
})
