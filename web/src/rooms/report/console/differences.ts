/** What changed between two recorded states, leaf by leaf, for people to read. */
export interface Difference {
  path: string
  before: string
  after: string
}

const say = (v: unknown) => (v === undefined ? '—' : typeof v === 'string' ? v : JSON.stringify(v))
const tree = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Leaves that differ; everything when only one side is there. Lists are leaves. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (tree(before) || tree(after)) {
    const b = tree(before) ? before : {},
      a = tree(after) ? after : {}
    return [...new Set([...Object.keys(b), ...Object.keys(a)])].flatMap((k) => differences(b[k], a[k], path ? `${path}.${k}` : k))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path || '·', before: say(before), after: say(after) }]
}
