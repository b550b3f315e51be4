import type { FieldSpec, FieldType } from './field-spec.ts'
import { FIELD_TYPES } from './field-types.ts'
import { PROBES } from './probes.ts'

/** A name that an event or a context may use, as a rule sees it. */
export interface DeclaredField {
  readonly field: FieldSpec
  /** Absent where the type is unknown or the declaration is not sound: no rule looks at its values then. */
  readonly type: FieldType | undefined
}

/** Every name that is declared: the contract's fields and the probes. Soundness is asked once for each field. */
export function declaredFields(fields: { readonly [name: string]: FieldSpec }): ReadonlyMap<string, DeclaredField> {
  const declared = new Map<string, DeclaredField>()
  for (const [name, field] of [...Object.entries(PROBES), ...Object.entries(fields)]) {
    const type = FIELD_TYPES.get(field.kind)
    const sound = type !== undefined && fieldProblems(type, field).length === 0
    declared.set(name, { field, type: sound ? type : undefined })
  }
  return declared
}

/** What a type says against a declaration; a declaration that is too odd to be looked at is said to be so. */
export function fieldProblems(type: FieldType, field: FieldSpec): readonly string[] {
  try {
    return type.problems(field)
  } catch {
    return ['its attributes are of other types than the type asks for']
  }
}
