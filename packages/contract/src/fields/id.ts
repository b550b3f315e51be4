import { EXTERNAL_ID_KINDS } from '../external-id-kinds.ts'
import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { SECRET_PATTERNS } from '../secret-shapes.ts'

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

/** How an id is written: 32 hex digits, a UUID, or an opaque token. */
export type IdForm = 'hex' | 'uuid' | 'token'

/** An id made elsewhere, checked for its shape. */
export interface IdSpec extends FieldSpec<'id', string> {
  readonly of: IdKind
  readonly form: IdForm
  readonly opaqueBecause?: string
}

const KINDS: readonly IdKind[] = ['run', 'session', 'operation', 'call', 'trace', ...EXTERNAL_ID_KINDS]

// How credentials of well-known services are written: whoever passes one for an id by mistake has told it to nobody.
const CREDENTIALS = SECRET_PATTERNS.filter(({ starts }) => /^[A-Za-z0-9_-]+$/.test(starts))
  .map(({ starts, least = 16 }) => `${starts}[A-Za-z0-9_-]{${least}}`)
  .join('|')

/**
 * A token: at least six letters and digits in a row of which some are either, as chance makes them and people do not (names of people,
 * hosts, models and classes have none), no known credential in it, no number of a bank account, and no UUID, which has a form of its own.
 */
const TOKEN =
  '^(?=(?:[A-Za-z0-9]*[_-])*(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{6})' +
  '(?![0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$)' +
  `(?!(?:[A-Za-z0-9_-]*[_-])?(?:${CREDENTIALS}))(?![A-Za-z]{2}[0-9]{2}(?:[A-Za-z]{4})?[0-9]{10,26}$)[A-Za-z0-9_-]{16,64}$`

const SHAPES: { readonly [form in IdForm]: RegExp } = {
  hex: /^[0-9a-f]{32}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  token: new RegExp(TOKEN),
}

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
    const shape = SHAPES[field.form]
    return (raw, note) => {
      if (typeof raw === 'string' && raw.length <= 64 && shape.test(raw)) return raw
      note.reason = typeof raw === 'string' ? 'off-shape' : 'off-type'
      return undefined
    }
  },
  judge(field) {
    const shape = SHAPES[field.form]
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
    if (!Object.hasOwn(SHAPES, field.form))
      found.push(`the form of an id is hex, uuid or token, not ${JSON.stringify(field.form)}`)
    return found
  },
  cells: () => Infinity,
  schema: (field) => ({ type: 'string', pattern: SHAPES[field.form].source }),
  column: () => ({ type: 'String', codec: 'ZSTD(1)' }),
  sentence: (field) => `an id of the ${field.of}, made elsewhere and opaque`,
}
