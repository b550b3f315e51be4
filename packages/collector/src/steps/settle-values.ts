import { settlementOf, type Drift, type Settlement, type WireRecord, type WireValues } from '@plainsight/contract/judge'
import type { KnownContract } from '../contract-registry.ts'
import type { Desk } from '../desk.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/** What of each event no client could decide: field by field. */
type Unsettled = ReadonlyMap<string, readonly (readonly [field: string, settlement: Settlement])[]>

const unsettledOf = new WeakMap<KnownContract, Unsettled>()

/**
 * Settles what no client can, for it would have to know the others: a key that is not in its public catalogue, and a label that no
 * crowd has said, become the word `other` before a row is made. A batch is one machine's day, and says a label once.
 */
export function settleValues(value: Judged, { hasKey, labels }: Desk): Judged {
  const unsettled = unsettledOf.get(value.known) ?? findUnsettled(value.known)
  if (unsettled.size === 0) return value
  const said = new Map<string, boolean>()
  const isKept = (field: string, settlement: Settlement, word: string): boolean => {
    if (settlement.kind === 'public-list') return hasKey(settlement.list, word)
    const key = `${field}\n${word}`
    const known = said.get(key) ?? labels.say({ contract: value.batch.contract, field, ...settlement }, word)
    said.set(key, known)
    return known
  }
  const drift = new Map<string, Drift>()
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped') return outcome
    let { record } = outcome
    for (const [field, settlement] of unsettled.get(record.name) ?? []) {
      const part = 'by' in record ? 'by' : 'fields'
      const given = (record as { readonly by?: WireValues; readonly fields?: WireValues })[part]
      const word = given?.[field]
      if (typeof word !== 'string' || word === 'other' || isKept(field, settlement, word)) continue
      record = { ...record, [part]: { ...given, [field]: 'other' } } as WireRecord
      drift.set(`${record.name}\n${field}\nother`, [record.name, field, 'other'])
    }
    return record === outcome.record ? outcome : { ...outcome, record }
  })
  if (drift.size === 0) return value
  for (const entry of value.drift) drift.delete(entry.join('\n'))
  return { ...value, outcomes, drift: [...value.drift, ...drift.values()] }
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
  unsettledOf.set(known, found)
  return found
}
