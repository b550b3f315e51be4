import { fieldBits } from './bits.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES, fieldType } from './field-types.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, usedField, type NormalEvent, type NormalUse } from './normal-event.ts'

/**
 * Why a field that an event newly says tells machines or people apart; undefined when it does not. Counts of a short list that
 * change from use to use say more, but of nobody.
 */
export function identifyingBecause(
  contract: NormalContract,
  event: NormalEvent,
  name: string,
  use: NormalUse,
): string | undefined {
  const declared = fieldOf(contract, name)
  if (declared === undefined || use.is !== undefined) return undefined
  const field = usedField(declared, use)
  const own = identifyingItself(field)
  if (own !== undefined) return own
  if (event.identity !== 'none' && field.transient !== true && fieldBits(field) > 0)
    return 'it stays the same on a machine and stands beside an id'
  return undefined
}

/** Why a field tells machines or people apart wherever it stands. */
export function identifyingItself(field: FieldSpec): string | undefined {
  if (field.pii === true || field.redact === true) return 'it is personal, though masked'
  if (!Number.isFinite(cellsOf(field))) return 'no list says which values it can have'
  if ((field as { readonly exact?: string }).exact !== undefined) return 'it keeps every digit'
  return undefined
}

/** How many values a field can take; Infinity for ids, hashes, free text and what is of no known type. */
export function cellsOf(field: FieldSpec): number {
  return FIELD_TYPES.get(field.kind)?.cells(field) ?? Infinity
}

/** What is sent of a field, in words a stranger understands. */
export function fieldWords(field: FieldSpec | undefined): string {
  if (field === undefined || (field.kind !== 'masked' && !FIELD_TYPES.has(field.kind))) return 'a value'
  return fieldType(field).sentence(field)
}
