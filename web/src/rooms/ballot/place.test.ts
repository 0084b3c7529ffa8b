import { describe, expect, it } from 'vitest'
import { computed, ref } from 'vue'
import type { Campaign, MyVotes } from '../../api/schema'
import { aDay, left, usePlace } from './place'

const places = [
  { key: 'wechat', label: '微信小程序', account: 'wechat', per_day: 10, weight: 1 },
  { key: 'app', label: '望北新闻客户端', account: 'phone', per_day: 5, weight: 2 },
] as const
const voting = { per_day: 5, per_work_per_day: 10, channels: [...places] } as unknown as NonNullable<Campaign['voting']>
const purses = (wechat: number, app: number) =>
  ({
    per_day: 10,
    remaining_today: wechat,
    channels: [
      { channel: 'wechat', label: '微信小程序', per_day: 10, remaining_today: wechat },
      { channel: 'app', label: '望北新闻客户端', per_day: 5, remaining_today: app },
    ],
  }) as unknown as MyVotes

describe('the place of a vote', () => {
  it('is the first in which something is left, until another is chosen', () => {
    const mine = ref<MyVotes | undefined>(purses(3, 5))
    const { place, remaining, perDay } = usePlace(
      computed(() => voting),
      computed(() => mine.value),
    )
    expect([place.value, remaining.value, perDay.value]).toEqual(['wechat', 3, 10])
    mine.value = purses(0, 5)
    expect([place.value, remaining.value, perDay.value]).toEqual(['app', 5, 5])
    place.value = 'wechat'
    expect([place.value, remaining.value]).toEqual(['wechat', 0])
  })

  it('is none where there is one, whose allowance is the vote’s', () => {
    const plain = { ...voting, channels: undefined }
    const {
      place,
      remaining,
      purses: own,
    } = usePlace(
      computed(() => plain),
      computed(() => ({ per_day: 5, remaining_today: 4 }) as MyVotes),
    )
    expect([place.value, remaining.value, own.value.length, aDay(plain)]).toEqual([undefined, 4, 0, 5])
  })

  it('has what is left in all places together', () => {
    expect(left(purses(3, 5))).toBe(8)
    expect(left({ remaining_today: 4 } as MyVotes)).toBe(4)
  })
})
