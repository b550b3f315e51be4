import { parseJson } from '../sender/parse-json.ts'
import type { SenderMemory } from '../sender/sender-job.ts'
import type { Row } from './journal.ts'

/** A record that a collector refused because its maintainer has stopped the event: the answer may be cut off, so it is not parsed. */
const STOPPED = /\{"index":(\d{1,3}),"reason":"stopped"\}/g

/**
 * Learns from receipts which events the maintainer has stopped: a collector says so record by record, inside its 200. What is stopped
 * is not kept any more by this version of the product; the next version counts it again.
 * @param receipts the text of receipts.jsonl
 */
export function learnStopped(memory: SenderMemory, receipts: string, product: string): void {
  const heard = memory.heard ?? ''
  for (const line of receipts.split('\n')) {
    // `{"at":"2026-11-19T…` stands first in every line.
    const at = line.slice(7, 31)
    if (at <= heard) continue
    if (at > (memory.heard ?? '')) memory.heard = at
    if (!line.includes('stopped')) continue
    const { answer = '', body } = parseJson<{ answer?: string; body?: string }>(line) ?? {}
    const { events = [] } = parseJson<{ events?: { name?: string }[] }>(body) ?? {}
    for (const [, index] of answer.matchAll(STOPPED)) {
      const name = events[Number(index)]?.name
      if (name !== undefined) memory.stops = { ...memory.stops, [name]: product }
    }
  }
}

/** Rows without those of events that are stopped for this version of the product; that some were left out is said as drift. */
export function withoutStopped(rows: readonly Row[], { stops = {} }: SenderMemory, product: string): Row[] {
  const said = new Set<string>()
  return rows.flatMap((row): Row[] => {
    const [, day, event] = /^"d":"([^"]+)",.*?"e":"([^"]+)"/.exec(row.tail) ?? []
    if (row.kind === 'd' || event === undefined || !Object.hasOwn(stops, event) || stops[event] !== product)
      return [row]
    const tail = `"d":"${day}","e":"${event}","f":"*","w":"stopped"}`
    if (said.has(tail)) return []
    said.add(tail)
    return [{ kind: 'd', tail, subject: row.subject }]
  })
}
