import type { EntryCard } from '../../api/schema'

/**
 * The wall: films in their true ratios, each put into the column that is shortest so far, so that reading order and focus
 * order stay the list's. A place is told as multiples of the column's width (pictures) and of the
 * text size (words), and CSS does the rest: nothing is measured, nothing moves when the script takes over, and
 * the server writes the same places into the first screen (web/wall.go, held together by testdata/wall.json).
 */
export interface Layout {
  columns: number
  /** A usual column's width in pixels, to compare pictures with words. */
  width: number
  /** Full-width characters in one line of a title, at the narrowest. */
  perLine: number
  /** Heights in rem: a title's line, the author's line, the votes, and what lies around. */
  title: number
  by: number
  votes: number
  around: number
}

export const layouts: Record<2 | 3 | 5, Layout> = {
  2: { columns: 2, width: 160, perLine: 9.4, title: 1.45, by: 1.35, votes: 1.35, around: 2.2 },
  3: { columns: 3, width: 280, perLine: 12.4, title: 1.64, by: 1.35, votes: 1.45, around: 3 },
  5: { columns: 5, width: 224, perLine: 12, title: 1.64, by: 1.35, votes: 1.45, around: 3 },
}

export interface Place {
  column: number
  /** Column widths above this film. */
  a: number
  /** Text, in rem, above this film. */
  t: number
}

type Film = Pick<EntryCard, 'title' | 'width' | 'height' | 'votes' | 'votes_from'>

const breadth = (s: string) => [...s].reduce((sum, ch) => sum + (ch > '⺀' ? 1.02 : 0.58), 0)
const round = (n: number) => Math.round(n * 10000) / 10000

export function place(films: Film[], l: Layout, zoom = 1): { places: Place[]; columns: Place[] } {
  const columns: Place[] = Array.from({ length: l.columns }, (_, column) => ({ column, a: 0, t: 0 }))
  const tall = (c: Place) => c.a * l.width + c.t * 16
  const places = films.map((f) => {
    const c = columns.reduce((best, next) => (tall(next) < tall(best) - 0.01 ? next : best))
    const at = { ...c }
    const lines = Math.min(2, Math.max(1, Math.ceil((breadth(f.title) * zoom) / l.perLine)))
    c.a = round(c.a + f.height / f.width)
    c.t = round(c.t + lines * l.title + l.by + ((f.votes ?? f.votes_from) === undefined ? 0 : l.votes) + l.around)
    return at
  })
  return { places, columns }
}

/** The height of the whole wall: its tallest column, decided by the browser. */
export const height = (columns: Place[]) => `max(${columns.map((c) => `calc(var(--cw) * ${c.a} + ${c.t}rem)`).join(', ')})`
