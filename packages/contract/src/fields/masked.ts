import type { FieldSpec, FieldType } from '../field-spec.ts'
import { maskedGate, type MaskedSpec } from './masked-gate.ts'

/**
 * How masked fields are stored and explained: as the field that they stand for, of which nothing is sent.
 * @param typeOf the type of a declared field
 */
/* @__NO_SIDE_EFFECTS__ */
export function maskedType(typeOf: (field: FieldSpec) => FieldType): FieldType<MaskedSpec> {
  return {
    ...maskedGate,
    attributes: ['of'],
    problems: () => [],
    cells: () => 1,
    schema(field) {
      const [value] = maskedGate.values(field) ?? []
      return value === undefined ? { not: {} } : { const: value }
    },
    column: (field) => typeOf(field.of).column(field.of),
    sentence: (field) =>
      maskedGate.values(field)?.length === 0
        ? 'nothing: it is left out before it is sent'
        : 'the word [redacted] and nothing else: it is masked before it is sent',
  }
}
