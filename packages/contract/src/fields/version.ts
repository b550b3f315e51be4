import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'

/** A version, cut to one or two parts. */
export interface VersionSpec extends FieldSpec<'version', string> {
  readonly parts: 1 | 2
  readonly live?: number
}

/**
 * A version, cut to `1` or `1.2`. A pre-release or a build of one's own becomes `other`, since it may be on one machine only.
 * @param doc whose version, for the user page
 * @param options `parts` 1 or 2 (default 2); `live`: how many versions are in use at a time (default 7), which is what the
 *   budget of bits counts, plus `other`
 */
export function version(
  doc: string,
  options: Modifiers & { readonly parts?: 1 | 2; readonly live?: number } = {},
): VersionSpec {
  return freezeSpec({ kind: 'version', doc, ...options, parts: options.parts ?? 2 })
}

const RELEASE = /^v?(0|[1-9][0-9]{0,3})(?:\.(0|[1-9][0-9]{0,3}))?(?:\.(?:0|[1-9][0-9]{0,5}))?$/
const WIRE = { 1: /^(?:0|[1-9][0-9]{0,3})$/, 2: /^(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})$/ } as const

const DOT = 46
const ZERO = 48

// Where a part that begins at `start` ends: 0, or one to four digits without a zero in front; 0 where there is none.
function partEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && end < start + 4 && isDigit(text.charCodeAt(end))) end++
  return end > start + 1 && text.charCodeAt(start) === ZERO ? 0 : end > start ? end : 0
}

function isDigit(code: number): boolean {
  return code >= ZERO && code < ZERO + 10
}

/** Versions in use at a time where the contract does not say: what the budget of bits counts. */
export const LIVE = 7

/** How versions pass. */
export const versionGate: FieldGate<VersionSpec> = {
  kind: 'version',
  admit(field) {
    const two = field.parts === 2
    // A program meets the same version again and again; what it was cut to is kept, so that nothing is allocated.
    let last: string | undefined
    let cut = ''
    return (raw, note) => {
      if (raw === 'other') return raw
      if (raw === last && raw !== undefined) return cut
      // A release is never longer than this; the bound keeps a huge string out of the pattern.
      const match = typeof raw === 'string' && raw.length <= 20 ? RELEASE.exec(raw) : null
      if (match === null || (two && match[2] === undefined)) {
        note.reason = 'other'
        return 'other'
      }
      last = raw as string
      cut = two ? `${match[1]}.${match[2]}` : (match[1] as string)
      return cut
    }
  },
  judge(field) {
    const two = field.parts === 2
    return (wire) => {
      if (typeof wire !== 'string') return 'off-type'
      if (wire === 'other') return undefined
      // By hand: a pattern would cost as much as the five other fields of a usual event together.
      let end = partEnd(wire, 0)
      if (two && end > 0) end = wire.charCodeAt(end) === DOT ? partEnd(wire, end + 1) : 0
      return end > 0 && end === wire.length ? undefined : 'off-shape'
    }
  },
  values: () => undefined,
}

/** How versions are declared, stored and explained. */
export const versionType: FieldType<VersionSpec> = {
  ...versionGate,
  attributes: ['parts', 'live'],
  problems(field) {
    const found: string[] = []
    if (field.parts !== 1 && field.parts !== 2) found.push('parts has to be 1 or 2')
    if (field.live !== undefined && (!Number.isInteger(field.live) || field.live < 1))
      found.push('live has to be a whole number from 1')
    return found
  },
  cells: (field) => (field.live ?? LIVE) + 1,
  schema: (field) => ({ anyOf: [{ const: 'other' }, { type: 'string', pattern: WIRE[field.parts].source }] }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `a version cut to ${field.parts === 1 ? '`1`' : '`1.2`'}; pre-releases are sent as the word other`,
}
