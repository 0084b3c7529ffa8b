import { ref, watch, type Ref } from 'vue'

/** One small picture of a film, as a part of a sheet: the seconds it stands for, and where it is. */
export interface Tile {
  from: number
  to: number
  sheet: string
  x: number
  y: number
  w: number
  h: number
}

/** The pictures that belong to a stream: sprite.vtt lies beside its playlist. */
export const spriteOf = (stream: string) => stream.replace(/[^/]*$/, 'sprite.vtt')

const cue = /([\d:.]+) --> ([\d:.]+)\s+(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g

/** Reads an index of small pictures in WebVTT; `at` is its own address, from which the sheets' follow. */
export function tilesOf(vtt: string, at: string): Tile[] {
  const folder = at.replace(/[^/]*$/, '')
  return [...vtt.matchAll(cue)].map(([, from, to, sheet, x, y, w, h]) => ({
    from: seconds(from!),
    to: seconds(to!),
    sheet: folder + sheet!,
    ...{ x: +x!, y: +y!, w: +w!, h: +h! },
  }))
}

const seconds = (clock: string) => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** The picture of a moment; the last one for what comes after it. */
export const tileAt = (tiles: Tile[], second: number) => tiles.find((x) => second < x.to) ?? tiles.at(-1)

/** The small pictures of a film, empty while there are none: a film that is still being made has them only when it is done. */
export function useTiles(stream: () => string | undefined): Ref<Tile[]> {
  const tiles = ref<Tile[]>([])
  watch(
    stream,
    async (now) => {
      tiles.value = []
      if (!now?.endsWith('.m3u8')) return
      const at = spriteOf(now)
      const answer = await fetch(at).catch(() => undefined)
      if (answer?.ok && stream() === now) tiles.value = tilesOf(await answer.text(), at)
    },
    { immediate: true },
  )
  return tiles
}
