import { PRESENCE } from '@plainsight/contract/judge'
import type { ArrivedBatch } from './explain-batch.ts'

/**
 * What would be in the batches of a spool, one for each day and setting, in the order of the lines. A line that cannot be read is
 * left out, as the client's own sender does.
 * @param text the lines of a `pending.jsonl`
 */
export function spoolBatches(text: string): ArrivedBatch[] {
  const settings = new Map<unknown, SpoolLine>()
  const batches = new Map<string, Gathered>()
  for (const line of text.split('\n')) {
    const entry = parsed(line)
    if (entry === undefined) continue
    if (entry.t === 'x') {
      settings.set(entry.x, entry)
      continue
    }
    const setting = settings.get(entry.x)
    if (setting === undefined) continue
    const key = `${String(entry.d)} ${String(entry.x)}`
    const head = { day: entry.d, version: setting.v, source: setting.s, context: setting.c }
    const batch: Gathered = batches.get(key) ?? { head, events: [], drift: [] }
    batches.set(key, batch)
    if (entry.t === 'd') batch.drift.push([entry.e, entry.f, entry.w])
    const record = recordOf(entry, setting)
    if (record !== undefined) batch.events.push(record)
  }
  return [...batches.values()].map(({ head, events, drift }) => ({ ...head, events, drift }))
}

interface Gathered {
  readonly head: ArrivedBatch
  readonly events: unknown[]
  readonly drift: unknown[]
}

interface SpoolLine {
  readonly [key: string]: unknown
}

function recordOf({ t, e, a, b, d: _day, f, i, m, n, r, x: _key, w, ...rest }: SpoolLine, setting: SpoolLine): unknown {
  const stamps = { ...(r === undefined ? {} : { rate: r }), ...(i === undefined ? {} : { id: i }) }
  switch (t) {
    case 'c':
      return { name: e, by: b, count: n, ...(m === undefined ? {} : { measure: measuresOf(m) }), ...stamps }
    case 'e':
      return { name: e, at: a, ...stamps, ...(setting.u === undefined ? {} : { ids: setting.u }), fields: f }
    case 'p':
      return { name: PRESENCE, fields: { grain: w, ...rest } }
    default:
      return undefined
  }
}

function measuresOf(measures: unknown): { [field: string]: unknown } {
  const pairs = Object.entries((measures ?? {}) as { readonly [field: string]: readonly [unknown, unknown] })
  return Object.fromEntries(pairs.map(([field, [sum, hist]]) => [field, { sum, hist }]))
}

function parsed(line: string): SpoolLine | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null ? (entry as SpoolLine) : undefined
  } catch {
    return undefined
  }
}
