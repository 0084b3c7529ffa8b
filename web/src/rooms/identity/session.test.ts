import { afterEach, expect, it, vi } from 'vitest'
import { api } from '../../api/client'
import type { Person } from '../../api/schema'
import { arrive, meet, person } from './session'

const lin = { id: 'p1', name: '林晓岚', wechat: true, roles: [] } as Person

afterEach(() => vi.restoreAllMocks())

it('somebody who signs in while the page still asks who they are stays signed in', async () => {
  let answer: (a: unknown) => void = () => {}
  vi.spyOn(api, 'GET').mockReturnValue(new Promise((r) => (answer = r)) as never)
  const asked = meet()
  arrive(lin)
  answer({ data: { sandbox: false }, response: new Response(null, { status: 200 }) })
  await asked
  expect(person.value).toEqual(lin)
})

it('who asks hears that nobody is signed in', async () => {
  arrive(lin)
  vi.spyOn(api, 'GET').mockResolvedValue({ data: { sandbox: false }, response: new Response(null, { status: 200 }) } as never)
  await meet()
  expect(person.value).toBeNull()
})
