import { EXTERNAL_ID_KINDS } from '../external-id-kinds.ts'
import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { ID_SHAPES, type IdForm } from './id-shapes.ts'

/** What an id may stand for. The first five last no longer than one use; the others are set by `identify`. */
export type IdKind =
  | 'run'
  | 'session'
  | 'operation'
  | 'call'
  | 'trace'
  | 'project'
  | 'user'
  | 'org'
  | 'tenant'
  | 'anonymous'

/** An id made elsewhere, checked for its shape. */
export interface IdSpec extends FieldSpec<'id', string> {
  readonly of: IdKind
  readonly form: IdForm
  readonly opaqueBecause?: string
}

const KINDS: readonly IdKind[] = ['run', 'session', 'operation', 'call', 'trace', ...EXTERNAL_ID_KINDS]

/**
 * An id made elsewhere. Its shape is checked and nothing else is made of it: an id that does not fit is left out, never coerced.
 * A token that looks like a name, a known credential or a bank account does not fit.
 * @param kind what it stands for
 * @param doc whose id, for the user page
 * @param options `form` hex (32 lower-case hex digits, default), uuid or token; the last two need `opaqueBecause` unless the
 *   event is taken from services only
 */
export function id(
  kind: IdKind,
  doc: string,
  options: Modifiers & { readonly form?: IdForm; readonly opaqueBecause?: string } = {},
): IdSpec {
  return freezeSpec({ kind: 'id', doc, ...options, of: kind, form: options.form ?? 'hex' })
}

/** How ids pass. */
export const idGate: FieldGate<IdSpec> = {
  kind: 'id',
  admit(field) {
    const shape = ID_SHAPES[field.form]
    return (raw, note) => {
      if (typeof raw === 'string' && raw.length <= 64 && shape.test(raw)) return raw
      note.reason = typeof raw === 'string' ? 'off-shape' : 'off-type'
      return undefined
    }
  },
  judge(field) {
    const shape = ID_SHAPES[field.form]
    return (wire) => {
      if (typeof wire !== 'string') return 'off-type'
      return wire.length <= 64 && shape.test(wire) ? undefined : 'off-shape'
    }
  },
  values: () => undefined,
}

/** How ids are declared, stored and explained. */
export const idType: FieldType<IdSpec> = {
  ...idGate,
  attributes: ['of', 'form', 'opaqueBecause'],
  problems(field) {
    const found: string[] = []
    if (!KINDS.includes(field.of)) found.push(`an id is of one of ${KINDS.join(', ')}, not ${JSON.stringify(field.of)}`)
    if (!Object.hasOwn(ID_SHAPES, field.form))
      found.push(`the form of an id is hex, uuid or token, not ${JSON.stringify(field.form)}`)
    return found
  },
  cells: () => Infinity,
  schema: (field) => ({ type: 'string', pattern: ID_SHAPES[field.form].source }),
  column: () => ({ type: 'String', codec: 'ZSTD(1)' }),
  sentence: (field) => `an id of the ${field.of}, made elsewhere and opaque`,
}
