import type { EntryCard } from '../../api/schema'

/**
 * Four films for the home page: lying, standing, standing, lying, as they come. Standing films are taken in
 * pairs, because a phone shows them side by side. The server does the same for the first screen (web/showcase.go).
 */
export function pickForHome(films: EntryCard[]): EntryCard[] {
  const lying = films.filter((f) => f.width > f.height)
  const standing = films.filter((f) => f.width <= f.height)
  if (standing.length < 2) return lying.slice(0, 4)
  if (!lying.length) return standing.slice(0, 4)
  return [lying[0]!, standing[0]!, standing[1]!, lying[1]].filter((f) => f !== undefined)
}
