import { errorClassNames, ERROR_CLASSES } from '../error-classes.ts'
import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'
import { holdTo, narrowTo, onlyOf } from './narrowed.ts'

/** The class of an error, or the code of the system's call that failed. */
export interface ErrorClassSpec extends FieldSpec<'errorClass', string> {
  /** Classes and codes of the product's own. */
  readonly classes: readonly string[]
  /** Edition of the published list of built-in names. */
  readonly edition: number
}

/** What a class or a code may be called. */
const CLASS = /^[A-Za-z_][A-Za-z0-9_.]{0,79}$/
const MOST_CLASSES = 200

/**
 * The class of an error, or a code: a built-in class of JavaScript or Python, a code of the system such as `ENOENT`, or one of the list.
 * Everything else becomes `other`, a message among it, so that nothing of an error but its kind can pass.
 * @param classes the product's own classes and codes, `[A-Za-z_][A-Za-z0-9_.]{0,79}`; may be empty
 * @param doc whose error, for the user page
 * @param options `edition` of the published list of built-in names (`spec/error-classes.json`), default 1
 */
export function errorClass(
  classes: readonly string[],
  doc: string,
  options: Modifiers & { readonly edition?: number } = {},
): ErrorClassSpec {
  return freezeSpec({ kind: 'errorClass', doc, ...options, classes: [...classes], edition: options.edition ?? 1 })
}

function classesOf(field: ErrorClassSpec): readonly string[] {
  const builtIn = errorClassNames(field.edition) ?? []
  return [...new Set([...builtIn, ...field.classes, 'other'])]
}

function wordsOf(field: ErrorClassSpec): readonly string[] {
  const only = onlyOf(field)
  return only === undefined ? classesOf(field) : [...new Set([...only, 'other'])]
}

/** How classes of errors pass. */
export const errorClassGate: FieldGate<ErrorClassSpec> = {
  kind: 'errorClass',
  admit(field) {
    const known = new Set<unknown>(classesOf(field))
    return holdTo(
      onlyOf(field),
      (raw, note) => {
        if (typeof raw === 'string' && known.has(raw)) return raw
        note.reason = 'other'
        return 'other'
      },
      'other',
    )
  },
  judge(field) {
    const accepted = new Set<unknown>(wordsOf(field))
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: wordsOf,
  narrow: narrowTo,
}

/** How classes of errors are declared, stored and explained. */
export const errorClassType: FieldType<ErrorClassSpec> = {
  ...errorClassGate,
  attributes: ['classes', 'edition'],
  words: classesOf,
  problems(field) {
    const { classes, edition } = field
    if (!Array.isArray(classes)) return ['it needs a list of classes, which may be empty']
    const found: string[] = []
    if (errorClassNames(edition) === undefined)
      found.push(
        `there is no list of built-in names of the edition ${JSON.stringify(edition)}; there are ${ERROR_CLASSES.length}`,
      )
    if (classes.length > MOST_CLASSES)
      found.push(`the list has ${classes.length} classes, and ${MOST_CLASSES} are allowed`)
    for (const name of classes) {
      if (typeof name !== 'string' || !CLASS.test(name))
        found.push(`the class ${JSON.stringify(name)} has to look like [A-Za-z_][A-Za-z0-9_.]{0,79}`)
    }
    if (new Set(classes).size !== classes.length) found.push('a class stands twice in the list')
    return found
  },
  cells: (field) => wordsOf(field).length,
  schema: (field) => ({ enum: wordsOf(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `the kind of an error, never its message: a built-in class of JavaScript or Python, a code of the system${field.classes.length === 0 ? '' : `, or one of ${quoteList(field.classes)}`}; any other is sent as the word other`,
}
