import { describe, expect, it } from 'vitest'
import { spriteOf, tileAt, tilesOf } from './sprite'

const vtt = `WEBVTT

00:00:00.000 --> 00:00:01.000
sprite_01.jpg#xywh=0,0,160,90

00:00:01.000 --> 01:00:02.500
sprite_01.jpg#xywh=160,0,160,90
`

describe('the small pictures of a film', () => {
  it('lie beside the playlist', () => {
    expect(spriteOf('/media/a/pass/master.m3u8')).toBe('/media/a/pass/sprite.vtt')
  })
  it('are parts of sheets, each for some seconds', () => {
    const tiles = tilesOf(vtt, '/media/a/sprite.vtt')
    expect(tiles).toHaveLength(2)
    expect(tiles[1]).toEqual({ from: 1, to: 3602.5, sheet: '/media/a/sprite_01.jpg', x: 160, y: 0, w: 160, h: 90 })
  })
  it('are found by the moment', () => {
    const tiles = tilesOf(vtt, '/media/a/sprite.vtt')
    expect([0, 0.99, 1, 9999].map((s) => tileAt(tiles, s)!.x)).toEqual([0, 0, 160, 160])
    expect(tileAt([], 1)).toBeUndefined()
  })
})
