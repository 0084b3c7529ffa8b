import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '../../api/client'
import { cast, dayIn, drop, outcome, pending, puzzled, settle, type Tap } from './cast'

const tap: Tap = {
  key: 'k1',
  campaign: 'hebei-2020',
  entry: 'e1',
  title: '雪落白石乡',
  count: 3,
  day: '2020-12-03',
  zone: 'Asia/Shanghai',
}
const noon = Date.parse('2020-12-03T12:00:00+08:00')
const answer = (status: number, body: object) =>
  Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }))
const line = vi.fn<(r: Request) => Promise<Response>>()
const keys = () => line.mock.calls.map(([r]) => r.headers.get('Idempotency-Key'))

beforeEach(() => {
  vi.stubGlobal('fetch', line)
  localStorage.clear()
  pending.value = undefined
  outcome.value = undefined
  puzzled.value = undefined
})
afterEach(() => {
  drop()
  vi.useRealTimers()
  line.mockReset()
  vi.unstubAllGlobals()
})

describe('casting', () => {
  it('sends one tap with its key and keeps nothing', async () => {
    line.mockReturnValue(answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    expect(await cast(tap)).toMatchObject({ accepted: 3, receipt: 'R1' })
    expect(keys()).toEqual(['k1'])
    expect(pending.value).toBeUndefined()
    expect(localStorage.getItem('saiying.vote')).toBeNull()
  })

  it('tells how long the page had been open, also when it is sent later', async () => {
    line.mockRejectedValueOnce(new TypeError('network'))
    await cast({ ...tap, watched: 42_000 })
    line.mockReturnValue(answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    await settle(noon)
    const sent = await Promise.all(line.mock.calls.map(([r]) => r.json() as Promise<{ watched_ms?: number }>))
    expect(sent.map((b) => b.watched_ms)).toEqual([42_000, 42_000])
  })

  it('says in which place it was cast, also when it is sent later', async () => {
    line.mockRejectedValueOnce(new TypeError('network'))
    await cast({ ...tap, channel: 'app' })
    line.mockReturnValue(answer(201, { accepted: 3, remaining_today: 2, receipt: 'R1' }))
    await settle(noon)
    const sent = await Promise.all(line.mock.calls.map(([r]) => r.json() as Promise<{ channel?: string }>))
    expect(sent.map((b) => b.channel)).toEqual(['app', 'app'])
  })

  it('waits when the line is down, across a reload too', async () => {
    line.mockRejectedValue(new TypeError('network'))
    expect(await cast(tap)).toBeUndefined()
    expect(pending.value).toEqual(tap)
    expect(JSON.parse(localStorage.getItem('saiying.vote')!)).toEqual(tap)
  })

  it('is sent once more with the same key when the line returns', async () => {
    line.mockRejectedValueOnce(new TypeError('network'))
    await cast(tap)
    line.mockReturnValue(answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    await settle(noon)
    expect(keys()).toEqual(['k1', 'k1'])
    expect(outcome.value).toMatchObject({ cast: { receipt: 'R1' } })
    await settle(noon)
    expect(line).toHaveBeenCalledTimes(2)
  })

  it('waits as long as a busy server asks, and goes with the same key', async () => {
    vi.useFakeTimers({ now: noon })
    const busy = () =>
      Promise.resolve(new Response('{}', { status: 429, headers: { 'Content-Type': 'application/json', 'Retry-After': '30' } }))
    line.mockImplementationOnce(busy).mockImplementationOnce(busy)
    expect(await cast(tap)).toBeUndefined()
    expect(pending.value).toEqual(tap)
    line.mockReturnValue(answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    await vi.advanceTimersByTimeAsync(29_000)
    expect(line).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(line).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(keys()).toEqual(['k1', 'k1', 'k1'])
    expect(outcome.value).toMatchObject({ cast: { receipt: 'R1' } })
    expect(pending.value).toBeUndefined()
  })

  it('asks for a puzzle and sends the same tap with the answer', async () => {
    line.mockReturnValueOnce(answer(403, { code: 'ballot.captcha', detail: '请先拼好' }))
    await expect(cast(tap)).rejects.toMatchObject({ code: 'ballot.captcha' })
    expect(puzzled.value).toEqual(tap)
    expect(pending.value).toBeUndefined()
    line.mockReturnValueOnce(answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    expect(await cast(tap, { token: 'T', x: 120 })).toMatchObject({ receipt: 'R1' })
    expect(puzzled.value).toEqual(tap) // the panel that shows the puzzle must live to hear of the receipt
    expect(keys()).toEqual(['k1', 'k1'])
    expect(await line.mock.calls[1]![0].clone().json()).toMatchObject({ entry: 'e1', puzzle: { token: 'T', x: 120 } })
  })

  it.each([502, 503, 504])('keeps the tap when it is answered %i', async (status) => {
    line.mockReturnValue(answer(status, {}))
    expect(await cast(tap)).toBeUndefined()
    expect(pending.value).toEqual(tap)
  })

  it('keeps the tap when no answer comes', async () => {
    line.mockRejectedValue(new DOMException('timed out', 'TimeoutError'))
    expect(await cast(tap)).toBeUndefined()
    expect(pending.value).toEqual(tap)
  })

  it('is not sent beside itself while it is on its way', async () => {
    line.mockRejectedValueOnce(new TypeError('network'))
    await cast(tap)
    let arrive: (r: Response) => void = () => {}
    line.mockReturnValue(new Promise((done) => (arrive = done)))
    const first = settle(noon)
    await settle(noon)
    arrive(await answer(201, { accepted: 3, remaining_today: 7, receipt: 'R1' }))
    await first
    expect(outcome.value).toMatchObject({ cast: { receipt: 'R1' } })
    expect(line).toHaveBeenCalledTimes(2)
  })

  it('is not sent once the voter gave it up', async () => {
    vi.useFakeTimers({ now: noon })
    line.mockRejectedValue(new TypeError('network'))
    await cast(tap)
    drop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(line).toHaveBeenCalledTimes(1)
  })

  it('is never carried into another day', async () => {
    line.mockRejectedValueOnce(new TypeError('network'))
    await cast(tap)
    await settle(Date.parse('2020-12-04T00:00:01+08:00'))
    expect(line).toHaveBeenCalledTimes(1)
    expect(outcome.value).toMatchObject({ expired: true })
    expect(pending.value).toBeUndefined()
  })

  it('tells a refusal and does not try again', async () => {
    line.mockReturnValue(
      answer(422, { status: 422, code: 'ballot.allowance_spent', detail: '今天的10票已经投完，明天零点后可以再投。' }),
    )
    const refusal = await cast(tap).catch((e: unknown) => e)
    expect(refusal).toBeInstanceOf(Problem)
    expect((refusal as Problem).message).toContain('今天的10票已经投完')
    expect(pending.value).toBeUndefined()
  })
})

it('counts days in the zone of the contest', () => {
  expect(dayIn('Asia/Shanghai', Date.parse('2020-12-03T15:59:59Z'))).toBe('2020-12-03')
  expect(dayIn('Asia/Shanghai', Date.parse('2020-12-03T16:00:00Z'))).toBe('2020-12-04')
})
