import { hash } from 'node:crypto'
import { settlementOf, type Drift, type Settlement, type WireRecord, type WireValues } from '@plainsight/contract/judge'
import type { KnownContract } from '../contract-registry.ts'
import type { Desk } from '../desk.ts'
import { isEnvironment } from '../is-presence.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/** What of each event no client could decide, field by field; and what of the context, which goes with every row. */
interface Unsettled {
  readonly events: ReadonlyMap<string, readonly (readonly [field: string, settlement: Settlement])[]>
  readonly all: ReadonlyMap<string, Settlement>
}

const unsettledOf = new WeakMap<KnownContract, Unsettled>()

/**
 * Settles what no client can, for it would have to know the others: a key that is not in its public catalogue, and a label that no
 * crowd has said, become the word `other` before a row is made, wherever they stand. A network says a label once a day: machines behind
 * one address cannot be told apart, and one machine that sends many batches is no crowd.
 */
export function settleValues(value: Judged, { hasKey, labels, limits, senders }: Desk): Judged {
  const { batch, sender } = value
  const unsettled = unsettledOf.get(value.known) ?? findUnsettled(value.known)
  if (unsettled.all.size === 0) return value
  const said = new Map<string, boolean>()
  const isKept = (field: string, settlement: Settlement, word: string): boolean => {
    if (settlement.kind === 'public-list') return hasKey(settlement.list, word)
    const key = `${field}\n${word}`
    const known = said.get(key) ?? isCrowds(field, settlement, word)
    said.set(key, known)
    return known
  }
  const isCrowds = (field: string, settlement: Settlement & { readonly kind: 'crowd' }, word: string): boolean => {
    const place = { contract: batch.contract, field, ...settlement }
    // The memory lives a day: a batch that says another day is not one more.
    const today = `${sender} ${batch.contract}`
    // Asked first: what is made up leaves nothing behind that could crowd out what was counted.
    if (!labels.knows(place, word) && !senders.takeSum(`labels ${today}`, 1, limits.newLabelsPerDay)) return false
    const mayCount = senders.takeSum(`label ${today} ${field} ${hash('sha256', word)}`, 1, limits.sameLabelPerDay)
    return mayCount ? labels.say(place, word) : labels.isKept(place, word)
  }
  const drift = new Map<string, Drift>()
  const settle = (event: string, field: string, settlement: Settlement, word: unknown): boolean => {
    if (typeof word !== 'string' || word === 'other' || isKept(field, settlement, word)) return false
    drift.set(`${event}\n${field}\nother`, [event, field, 'other'])
    return true
  }
  let { context } = value
  for (const [field, settlement] of unsettled.all)
    if (Object.hasOwn(context, field) && settle('*', field, settlement, context[field]))
      context = { ...context, [field]: 'other' }
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped') return outcome
    let { record } = outcome
    if (isEnvironment(record)) {
      const { field, value: told } = record.fields
      const settlement = unsettled.all.get(field)
      if (settlement === undefined || !settle(record.name, field, settlement, told)) return outcome
      return { ...outcome, record: { ...record, fields: { field, value: 'other' } } }
    }
    for (const [field, settlement] of unsettled.events.get(record.name) ?? []) {
      const part = 'by' in record ? 'by' : 'fields'
      const given = (record as { readonly by?: WireValues; readonly fields?: WireValues })[part]
      if (!settle(record.name, field, settlement, given?.[field])) continue
      record = { ...record, [part]: { ...given, [field]: 'other' } } as WireRecord
    }
    return record === outcome.record ? outcome : { ...outcome, record }
  })
  if (drift.size === 0) return value
  for (const entry of value.drift) drift.delete(entry.join('\n'))
  return { ...value, context, outcomes, drift: [...value.drift, ...drift.values()] }
}

function findUnsettled(known: KnownContract): Unsettled {
  const { events, fields } = known.lock.contract
  const found = new Map<string, readonly (readonly [string, Settlement])[]>()
  for (const [name, { uses }] of Object.entries(events)) {
    const own = Object.keys(uses).flatMap((field) => {
      const spec = fields[field]
      const settlement = spec === undefined ? undefined : settlementOf(spec)
      return settlement === undefined ? [] : [[field, settlement] as const]
    })
    if (own.length > 0) found.set(name, own)
  }
  const all = new Map<string, Settlement>()
  for (const [name, spec] of Object.entries(fields)) {
    const settlement = settlementOf(spec)
    if (settlement !== undefined) all.set(name, settlement)
  }
  const made = { events: found, all }
  unsettledOf.set(known, made)
  return made
}
