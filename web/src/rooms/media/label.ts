import type { Facts } from '../../api/schema'

/** The label of generated content among a file's tags, read as leniently as the server does; undefined when none is met. */
export function labelIn(tags: Record<string, unknown>): Facts['aigc'] | undefined {
  const key = Object.keys(tags).find((k) => /(^|\.)aigc$/i.test(k))
  const raw = key && tags[key]
  if (typeof raw !== 'string' || !raw.trim()) return undefined
  const object = parsed(raw)
  const inner = parsed(find(object, 'AIGC')) ?? object
  const text = (...keys: string[]) => String(keys.map((k) => find(inner, k)).find((v) => v !== undefined && v !== null) ?? '')
  return {
    Label: text('Label'),
    ContentProducer: text('ContentProducer', 'ServiceProvider'),
    ProduceID: text('ProduceID', 'ContentID'),
    ReservedCode1: text('ReservedCode1'),
    ContentPropagator: text('ContentPropagator', 'ServiceUser'),
    PropagateID: text('PropagateID'),
    ReservedCode2: text('ReservedCode2'),
    raw,
  }
}

type Tags = Record<string, unknown>

function parsed(v: unknown): Tags | undefined {
  try {
    const object: unknown = typeof v === 'string' ? JSON.parse(v) : v
    return object && typeof object === 'object' ? (object as Tags) : undefined
  } catch {
    return undefined
  }
}

const find = (object: Tags | undefined, key: string) =>
  Object.entries(object ?? {}).find(([k]) => k.toLowerCase() === key.toLowerCase())?.[1]
