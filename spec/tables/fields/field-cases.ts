import type { VectorCase } from '../vector-file.ts'

/** A value that JSON cannot say, by the name under which every language makes it. */
export interface Special {
  readonly special: string
}

/** What admitting gives: the wire value, with the reason where it was changed; or the reason why it was left out. */
export type Admitted =
  | readonly [says: string, given: unknown, gives: unknown]
  | readonly [says: string, given: unknown, gives: unknown, drift: string]

/** What judging gives: `kept`, or the reason to leave the value out. */
export type Judged = readonly [says: string, wire: unknown, verdict: string]

/** A declaration with its cases. */
export interface FieldTable {
  readonly field: { readonly kind: string; readonly [attribute: string]: unknown }
  readonly admit: readonly Admitted[]
  readonly judge: readonly Judged[]
}

/** Marks a value that is left out; the reason follows in the place of the drift. */
export const LEFT_OUT: unique symbol = Symbol('left out')

/** Makes a special value for a table. */
export function special(name: string): Special {
  return { special: name }
}

/** The cases of a table, in the words of the vector files. */
export function fieldCases(table: FieldTable): VectorCase[] {
  return [
    ...table.admit.map(([says, given, gives, drift]) => ({
      says,
      field: table.field,
      entrance: 'admit',
      ...input(given),
      ...(gives === LEFT_OUT ? { leftOut: drift } : { gives, ...(drift === undefined ? {} : { drift }) }),
    })),
    ...table.judge.map(([says, wire, verdict]) => ({
      says,
      field: table.field,
      entrance: 'judge',
      ...input(wire),
      verdict,
    })),
  ]
}

function input(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && 'special' in value ? { ...value } : { given: value }
}

/** Values of every kind that has broken a validator: each type says what becomes of each. */
export const HOSTILE: readonly (readonly [says: string, value: unknown, kind: 'text' | 'number' | 'strange'])[] = [
  ['nothing at all', special('absent'), 'strange'],
  ['null', null, 'strange'],
  ['an empty object', {}, 'strange'],
  ['an object with the key __proto__', special('proto-key'), 'strange'],
  ['an object that throws when it is read', special('throwing-getter'), 'strange'],
  ['an object that contains itself', special('cycle'), 'strange'],
  ['an object whose text is a word', special('object-with-text'), 'strange'],
  ['a function', special('function'), 'strange'],
  ['an empty list', [], 'strange'],
  ['a list with one text', ['other'], 'strange'],
  ['a list with one number', [1], 'strange'],
  ['a list with holes', special('sparse-list'), 'strange'],
  ['a number that is none', special('nan'), 'number'],
  ['an endless number', special('infinity'), 'number'],
  ['an endless number below 0', special('-infinity'), 'number'],
  ['a text that reads like a number', '12', 'text'],
  ['a text that reads like a boolean', 'true', 'text'],
  ['the text __proto__', '__proto__', 'text'],
  ['the text constructor', 'constructor', 'text'],
  ['the text toString', 'toString', 'text'],
  ['a text of 100 000 letters', special('long-text'), 'text'],
  ['half a character', special('lone-surrogate'), 'text'],
  ['a text that turns its reading direction', '\u202efdp.exe', 'text'],
  ['a text with a zero in it', 'a\u0000b', 'text'],
  ['a path', '/home/anna/secret', 'text'],
  ['an address', 'anna@example.org', 'text'],
  ['markup', '<script>alert(1)</script>', 'text'],
  ['a statement', "'; DROP TABLE events; --", 'text'],
]
