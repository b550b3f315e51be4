import type { Drift, WireRecord, WireValues } from '@plainsight/contract/judge'
import type { KnownContract } from '../contract-registry.ts'
import type { Desk } from '../desk.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/** Which fields of which event hold keys of a public catalogue, and of which. */
type Keys = ReadonlyMap<string, readonly (readonly [field: string, catalogue: string])[]>

const keysOf = new WeakMap<KnownContract, Keys>()

/**
 * Makes the word `other` of each key that is not in its public catalogue (contract.md, `slug`): a client holds the shape only, for
 * catalogues are long and grow. A catalogue that this collector does not have holds no key at all.
 */
export function holdCatalogues(value: Judged, { hasKey }: Desk): Judged {
  const keys = keysOf.get(value.known) ?? findKeys(value.known)
  if (keys.size === 0) return value
  const drift: Drift[] = []
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped') return outcome
    let { record } = outcome
    for (const [field, catalogue] of keys.get(record.name) ?? []) {
      const part = 'by' in record ? 'by' : 'fields'
      const given = (record as { readonly by?: WireValues; readonly fields?: WireValues })[part]
      const key = given?.[field]
      if (typeof key !== 'string' || key === 'other' || hasKey(catalogue, key)) continue
      record = { ...record, [part]: { ...given, [field]: 'other' } } as WireRecord
      if (!drift.some(([event, name]) => event === record.name && name === field))
        drift.push([record.name, field, 'other'])
    }
    return record === outcome.record ? outcome : { ...outcome, record }
  })
  if (drift.length === 0) return value
  const known = new Set(value.drift.map((entry) => entry.join('\n')))
  const added = drift.filter((entry) => !known.has(entry.join('\n')))
  return { ...value, outcomes, drift: [...value.drift, ...added] }
}

function findKeys(known: KnownContract): Keys {
  const { events, fields } = known.lock.contract
  const keys = new Map<string, readonly (readonly [string, string])[]>()
  for (const [name, { uses }] of Object.entries(events)) {
    const own = Object.keys(uses).flatMap((field) => {
      const spec = fields[field] as { readonly kind: string; readonly publicList?: string } | undefined
      return spec?.kind === 'slug' && spec.publicList !== undefined ? [[field, spec.publicList] as const] : []
    })
    if (own.length > 0) keys.set(name, own)
  }
  keysOf.set(known, keys)
  return keys
}
