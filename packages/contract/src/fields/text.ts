import type { FieldGate, FieldSpec, FieldType, Modifiers, Note } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { MASK } from '../secret-words.ts'
import { REDACTED } from '../redacted.ts'
import { createScrubber } from '../scrub-text.ts'

/** A text that a person wrote or a program made, masked. */
export interface TextSpec extends FieldSpec<'text', string> {
  /** Most characters. */
  readonly max: number
}

const LONGEST_TEXT = 2_000
const MOST_WHERE_UNSAID = 500
/** Beginning of a text that is looked at: what admitting costs is bounded, however long the text that was given. */
const LOOKED_AT = 16_384

/**
 * A text. The one type that holds words of no list, and fenced in for it: only events of the class `diagnostic` with a channel of their
 * own take it, so that it has a consent of its own; it is no dimension and no context; and credentials, given secrets, addresses, paths
 * and whatever looks like an id are masked in it before it is kept. What is left may still say something: ask for a choice of words first.
 * @param doc which text, for the user page
 * @param options `max`: most characters, 8 to 2 000, default 500
 */
export function text(doc: string, options: Modifiers & { readonly max?: number } = {}): TextSpec {
  return freezeSpec({ kind: 'text', doc, ...options, max: options.max ?? MOST_WHERE_UNSAID })
}

// At most so many characters, and no part of a mask at the end.
function cut(text: string, max: number): string {
  if (!isLonger(text, max)) return text
  const short = Array.from(text).slice(0, max).join('')
  const mask = short.lastIndexOf('[')
  return (mask > short.length - MASK.length ? short.slice(0, mask) : short).trimEnd()
}

// By characters and not by UTF-16 units, as a schema counts.
function isLonger(text: string, max: number): boolean {
  if (text.length <= max || text.length > 2 * max) return text.length > max
  let characters = 0
  for (const _ of text) characters++
  return characters > max
}

/** How texts pass. */
export const textGate: FieldGate<TextSpec> = {
  kind: 'text',
  admit(field, ports) {
    const scrubPatterns = createScrubber()
    const own = ports.scrub ?? (ports.mask && createScrubber(ports.mask))
    const scrub = own === undefined ? scrubPatterns : (raw: string) => scrubPatterns(own(raw))
    return (raw, note: Note) => {
      if (typeof raw !== 'string') {
        note.reason = 'off-type'
        return undefined
      }
      // A secret at the border is not cut in two: what is left of its word goes too.
      const looked = raw.length <= LOOKED_AT ? raw : raw.slice(0, LOOKED_AT).replace(/\S{1,256}$/, '')
      const masked = scrub(looked)
      let kept = cut(masked, field.max)
      // What is cut may read otherwise than before: it is kept when nothing in it is left to mask.
      for (let i = 0; i < 3 && scrubPatterns(kept) !== kept; i++) kept = cut(scrubPatterns(kept), field.max)
      if (scrubPatterns(kept) !== kept || kept === REDACTED) kept = MASK
      if (masked !== raw || kept === MASK) note.reason = kept === raw ? undefined : 'masked'
      else if (kept !== raw) note.reason = 'truncated'
      return kept
    }
  },
  judge(field) {
    const scrub = createScrubber()
    return (wire) => {
      if (typeof wire !== 'string') return 'off-type'
      return !isLonger(wire, field.max) && wire !== REDACTED && scrub(wire) === wire ? undefined : 'off-shape'
    }
  },
  values: () => undefined,
}

/** How texts are declared, stored and explained. */
export const textType: FieldType<TextSpec> = {
  ...textGate,
  attributes: ['max'],
  problems: (field) =>
    Number.isInteger(field.max) && field.max >= MASK.length && field.max <= LONGEST_TEXT
      ? []
      : [`max has to be a whole number from ${MASK.length} to ${LONGEST_TEXT}: the most characters of a text`],
  cells: () => Infinity,
  // That nothing in it is left to mask is not to be said in a schema.
  schema: (field) => ({ type: 'string', maxLength: field.max }),
  column: () => ({ type: 'String', codec: 'ZSTD(3)' }),
  sentence: (field) =>
    `a text of at most ${field.max} characters, in which credentials, addresses, paths and whatever looks like an id are masked before it is kept`,
}
