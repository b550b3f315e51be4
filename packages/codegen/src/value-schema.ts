import { fieldOf, fieldType, type NormalContract, type Slot } from '@plainsight/contract/judge'

/** A JSON Schema (draft 2020-12), or a part of one. */
export type Schema = { readonly [keyword: string]: unknown }

/** Named parts that are collected while schemas are made: each declared field stands once, however many events use it. */
export interface SchemaParts {
  /** Where a named part stands, such as `#/$defs/NAME`. */
  refTo(name: string): string
  readonly parts: { [name: string]: Schema }
}

/** An object with these keys and no others. */
export function closedObject(
  properties: { readonly [key: string]: Schema },
  required: readonly string[],
  description?: string,
): Schema {
  return {
    ...(description === undefined ? {} : { description }),
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

/** The schema of a declared field or a probe, as a reference to its named part. */
export function fieldSchema(contract: NormalContract, name: string, schemas: SchemaParts): Schema {
  const field = fieldOf(contract, name)
  // `check` refuses a contract that uses a field it does not declare, so a lock never holds one.
  if (field === undefined) return { not: {} }
  const part = `field.${name}`
  schemas.parts[part] ??= { description: field.doc, ...fieldType(field).schema(field) }
  return { $ref: schemas.refTo(part) }
}

/** The schema of a value as one event uses it: narrower than its field where the use is. */
export function slotSchema(contract: NormalContract, slot: Slot, schemas: SchemaParts): Schema {
  if (slot.is !== undefined) return { const: slot.is, description: slot.field.doc }
  if (slot.field === fieldOf(contract, slot.name)) return fieldSchema(contract, slot.name, schemas)
  return { description: slot.field.doc, ...fieldType(slot.field).schema(slot.field) }
}
