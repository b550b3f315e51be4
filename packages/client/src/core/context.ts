import type { Contract } from '@plainsight/contract'
import { fieldGate, fieldOf, heldField, isExternalId, type Note, type WireValue } from '@plainsight/contract/judge'
import type { ExternalIds } from './telemetry-types.ts'

/** Every context name that any event of a contract declares, and the field that splits presence. */
export function contextNames(contract: Contract): Set<string> {
  const names = new Set<string>()
  for (const name in contract.events)
    for (const field of contract.events[name]?.context ?? contract.context ?? []) names.add(field)
  const by = contract.presence === false ? undefined : contract.presence?.by
  if (by !== undefined) names.add(by)
  return names
}

/** Admits context values: probes and declared fields. What does not fit is left out. */
export function admitContext(
  contract: Contract,
  rawOf: (name: string) => unknown,
): { readonly [name: string]: WireValue } {
  const context: { [name: string]: WireValue } = {}
  for (const name of contextNames(contract)) {
    const value = admitOne(contract, name, rawOf(name))
    if (value !== undefined) context[name] = value
  }
  return context
}

/** Admits external ids: kind → value becomes field → value, for every declared field of that kind. */
export function admitIds(contract: Contract, ids: ExternalIds): { readonly [field: string]: string } {
  const admitted: { [field: string]: string } = {}
  for (const name in contract.fields) {
    const field = contract.fields[name]!
    const value = isExternalId(field) ? admitOne(contract, name, ids[field.of as keyof ExternalIds]) : undefined
    if (value !== undefined) admitted[name] = value as string
  }
  return admitted
}

/** Admits one value under its declared name; undefined for what does not fit. */
export function admitOne(contract: Contract, name: string, raw: unknown): WireValue | undefined {
  const declared = fieldOf(contract, name)
  if (declared === undefined || raw === undefined) return undefined
  const field = heldField(declared)
  const note: Note = { reason: undefined }
  return fieldGate(field).admit(field, {}, 'context')(raw, note)
}
