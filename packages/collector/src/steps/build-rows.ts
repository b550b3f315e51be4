import { errorFingerprint } from '@plainsight/contract/errors'
import {
  ENVIRONMENT,
  fieldOf,
  isExternalId,
  PRESENCE,
  type ErrorRecord,
  type NormalContract,
  type WireValues,
} from '@plainsight/contract/judge'
import type { BatchedRow } from '../inbox-entry.ts'
import { isEnvironment, isPresence } from '../is-presence.ts'
import type { Attributed, Rowed } from '../passage.ts'
import { rowKey } from '../row-key.ts'
import { addDays } from '../utc-day.ts'

/**
 * Makes the rows: only what the record's own event declares goes with it. Nothing in a row says which batch it came in, when, or from
 * where (privacy.md, the join rule).
 */
export function buildRows(value: Attributed): Rowed {
  const { batch, known, context, outcomes } = value
  const { contract } = known.lock
  const rows: BatchedRow[] = []
  const expiry = new Map<number, string>()
  const expiresAfter = (days: number): string => {
    const standing = expiry.get(days) ?? addDays(batch.day, days)
    expiry.set(days, standing)
    return standing
  }
  outcomes.forEach((outcome, index) => {
    if (outcome.kind === 'dropped') return
    const { record } = outcome
    const key = rowKey(batch.batch, index)
    if (isPresence(record)) {
      const by = contract.presence === false ? undefined : contract.presence.by
      rows.push({
        event: PRESENCE,
        ...contextRow(context, by === undefined ? [] : [by]),
        fields: record.fields,
        key,
        expires: expiresAfter(contract.retention.raw),
      })
      return
    }
    if (isEnvironment(record)) {
      const { field, value: told } = record.fields
      const expires = expiresAfter(contract.retention.raw)
      rows.push({ event: ENVIRONMENT, fields: { field, value: String(told) }, key, expires })
      return
    }
    const event = known.compiled.event(record.name)?.event
    // The judge has kept it, so it is declared.
    if (event === undefined) return
    const rate = record.rate ?? event.sampling?.rate ?? 1
    const shared = {
      event: record.name,
      ...contextRow(context, event.context),
      ...(record.id === undefined ? {} : { id: record.id }),
      ...(rate === 1 ? {} : { weight: 1 / rate }),
      key,
      expires: expiresAfter(event.retention),
    }
    if ('count' in record)
      rows.push({
        ...shared,
        count: record.count,
        fields: record.by,
        ...(record.measure === undefined ? {} : { measures: record.measure }),
      })
    else if ('error' in record)
      rows.push({
        ...shared,
        ...(record.at === undefined ? {} : { at: record.at }),
        fields: record.fields,
        error: errorParts(record),
      })
    else
      rows.push({
        ...shared,
        ...(record.at === undefined ? {} : { at: record.at }),
        ...(record.ids === undefined ? {} : { ids: idsByKind(contract, record.ids) }),
        fields: record.fields,
      })
  })
  return { ...value, rows }
}

// Words of closed lists have no spaces in them, so a cause is one text without losing anything.
function errorParts(record: ErrorRecord): WireValues {
  const { class: of, code, frames, handled, fatal } = record.error
  const causes = (record.causes ?? []).map((cause) =>
    [cause.class, cause.code ?? '-', ...(cause.frames ?? [])].join(' '),
  )
  return {
    group: errorFingerprint(record),
    class: of,
    ...(code === undefined ? {} : { code }),
    handled,
    fatal,
    ...(frames === undefined ? {} : { frames }),
    ...(causes.length === 0 ? {} : { causes }),
    ...(record.text === undefined ? {} : { text: record.text }),
  }
}

function contextRow(context: WireValues, declared: readonly string[]): { readonly context?: WireValues } {
  let kept: { [name: string]: WireValues[string] } | undefined
  for (const name of declared) {
    const value = Object.hasOwn(context, name) ? context[name] : undefined
    if (value !== undefined) (kept ??= {})[name] = value
  }
  return kept === undefined ? {} : { context: kept }
}

function idsByKind(contract: NormalContract, ids: { readonly [field: string]: string }): { [kind: string]: string } {
  const kinds: { [kind: string]: string } = {}
  for (const [name, id] of Object.entries(ids)) {
    const field = fieldOf(contract, name)
    if (field !== undefined && isExternalId(field)) kinds[field.of] = id
  }
  return kinds
}
