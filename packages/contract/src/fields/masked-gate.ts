import type { FieldGate, FieldSpec } from '../field-spec.ts'
import { REDACTED } from '../redacted.ts'

/** A field as an event sees it that masks it. No author writes it: it is made of the field when an event is made ready. */
export interface MaskedSpec extends FieldSpec<'masked', unknown> {
  /** The field as it is declared. */
  readonly of: FieldSpec
}

/** The types whose values are texts on the wire and in a column: masked, they are the reserved word. Of the others nothing is sent. */
const TEXTS: ReadonlySet<string> = new Set(
  'bucket campaign choice domain errorClass hash hour id known route slug text version'.split(' '),
)

/** How masked fields pass: what was given is not even looked at. */
export const maskedGate: FieldGate<MaskedSpec> = {
  kind: 'masked',
  admit(field) {
    const value = TEXTS.has(field.of.kind) ? REDACTED : undefined
    return (_raw, note) => {
      note.reason = 'masked'
      return value
    }
  },
  judge(field) {
    const isText = TEXTS.has(field.of.kind)
    return (wire) => (isText && wire === REDACTED ? undefined : typeof wire === 'string' ? 'off-shape' : 'off-type')
  },
  values: (field) => (TEXTS.has(field.of.kind) ? [REDACTED] : []),
}
