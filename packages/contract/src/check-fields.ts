import { fieldProblems } from './declared-fields.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES } from './field-types.ts'
import type { Report } from './issue.ts'
import { nearestWord } from './nearest-word.ts'
import { isProbe } from './probes.ts'
import { quoteList } from './quote-list.ts'
import { compareSemver, parseSemver } from './semver.ts'

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/

/** Names that stand for something else where drift is counted: the id, the rate of a record, and what is not declared. */
const TAKEN: ReadonlySet<string> = new Set(['id', 'rate', 'undeclared'])

/** Holds the declared fields to their rules. */
export function checkFields(
  fields: { readonly [name: string]: FieldSpec },
  version: string | undefined,
  used: ReadonlySet<string>,
  report: Report,
): void {
  for (const [name, field] of Object.entries(fields)) {
    const path = ['fields', name]
    checkName(name, report)
    const type = FIELD_TYPES.get(field.kind)
    if (type === undefined) {
      if (typeof field.kind !== 'string') continue
      const near = nearestWord(field.kind, [...FIELD_TYPES.keys()])
      report(
        'field-type',
        path,
        `No field type is called "${field.kind.slice(0, 60)}".`,
        `Take ${near === undefined ? `one of ${quoteList([...FIELD_TYPES.keys()])}` : `\`${near}\``}.`,
      )
      continue
    }
    for (const problem of fieldProblems(type, field))
      report(
        'field-type',
        path,
        `The ${field.kind} \`${name}\` cannot be used: ${problem}.`,
        'Declare it so that it can.',
      )
    for (const attribute of ['since', 'widened'] as const)
      checkMoment(field[attribute], version, [...path, attribute], attribute, report)
    if (!used.has(name))
      report(
        'field-unused',
        path,
        `\`${name}\` is declared and used by nothing.`,
        'Use it in an event or a context, or leave it out.',
      )
  }
}

/** Holds `since` and `widened` to be versions that the contract has reached. */
export function checkMoment(
  moment: string | undefined,
  version: string | undefined,
  path: readonly string[],
  attribute: string,
  report: Report,
): void {
  if (moment === undefined) return
  if (parseSemver(moment) === undefined)
    report(
      'version',
      path,
      `\`${attribute}\` is "${moment.slice(0, 60)}", which is no version.`,
      'Write three numbers, like 1.2.0.',
    )
  else if (version !== undefined && parseSemver(version) !== undefined && compareSemver(moment, version) > 0)
    report(
      'version',
      path,
      `\`${attribute}\` names ${moment}, which is later than the contract's own version ${version}.`,
      `Move the contract's version to ${moment}, or name an earlier one.`,
    )
}

function checkName(name: string, report: Report): void {
  const path = ['fields', name]
  if (!NAME.test(name)) {
    report(
      'field-name',
      path,
      `A field cannot be called ${JSON.stringify(name.slice(0, 60))}: names look like [a-z][A-Za-z0-9]{0,39}.`,
      'Take letters and digits, the first one a small letter.',
    )
  } else if (name in Object.prototype) {
    report(
      'field-name',
      path,
      `A field cannot be called ${name}: every JavaScript object has something of that name.`,
      'Take another name.',
    )
  } else if (TAKEN.has(name)) {
    report(
      'field-name',
      path,
      `A field cannot be called ${name}: drift uses the word for something else.`,
      'Take another name.',
    )
  } else if (isProbe(name)) {
    report(
      'field-name',
      path,
      `A field cannot be called ${name}: that is a probe, and a name has one meaning.`,
      'Use the probe, which needs no declaration, or take another name.',
    )
  }
}
