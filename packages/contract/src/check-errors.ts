import type { Contract, ErrorsSpec } from './contract-spec.ts'
import { ERROR_CLASSES } from './error-classes.ts'
import { ERROR_PARTS, FOREIGN } from './error-words.ts'
import { fieldProblems } from './declared-fields.ts'
import type { FieldSpec, FieldType } from './field-spec.ts'
import { textType } from './fields/text.ts'
import type { Report } from './issue.ts'

/** Words that a contract adds to the lists of every language and system: names that stand in source code, never texts. */
const WORDS = {
  codes: [/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'E_CONFIG_MISSING'],
  classes: [/^[A-Z][A-Za-z0-9]{0,63}$/, 'ConfigError'],
  // The names that npm and PyPI allow.
  packages: [/^(?:@[a-z0-9][a-z0-9._-]{0,100}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/, 'commander'],
} as const

/** Holds error reports to what makes them safe to send: one such event, of nobody, diagnostic, in a channel of its own. */
export function checkErrors(contract: Contract, report: Report): void {
  let first: string | undefined
  for (const [name, event] of Object.entries(contract.events)) {
    if (event.kind !== 'errors') continue
    const path = ['events', name]
    if (first !== undefined)
      report('errors', path, `Error reports are declared twice: \`${first}\` has them already.`, 'Make them one event.')
    first ??= name
    if (event.privacy !== 'diagnostic')
      report('errors', [...path, 'privacy'], 'Error reports are of the class diagnostic.', 'Write `errors({…})`.')
    if (event.channel === undefined || event.channel === 'usage')
      report(
        'errors',
        [...path, 'channel'],
        'Error reports have a channel of their own, so that a yes to usage is none to them.',
        'Write `errors({…})`, which takes the channel errors.',
      )
    checkWords(name, event, report)
    for (const part of ERROR_PARTS)
      if (Object.hasOwn(event.fields, part))
        report(
          'errors',
          [...path, 'fields', part],
          `A field of error reports cannot be called ${part}: that is a part of every report.`,
          'Give the field another name.',
        )
    checkText(name, event, report)
    if (event.edition !== undefined && ERROR_CLASSES[event.edition - 1] === undefined)
      report(
        'errors',
        [...path, 'edition'],
        `There is no list of built-in names of the edition ${event.edition}; there are ${ERROR_CLASSES.length}.`,
        `Write ${ERROR_CLASSES.length}, or leave \`edition\` out.`,
      )
  }
}

function checkWords(name: string, event: ErrorsSpec, report: Report): void {
  for (const list of ['codes', 'classes', 'packages'] as const) {
    const [shape, example] = WORDS[list]
    event[list]?.forEach((word, i, all) => {
      const path = ['events', name, list, i]
      if (!shape.test(word) || word === FOREIGN || word === 'other')
        report(
          'errors',
          path,
          `${JSON.stringify(word.slice(0, 60))} cannot stand in \`${list}\`.`,
          `Write names as the code has them, like ${example}.`,
        )
      else if (all.indexOf(word) !== i) report('errors', path, `\`${word}\` stands twice.`, 'Leave one out.')
    })
  }
}

function checkText(name: string, { text }: ErrorsSpec, report: Report): void {
  if (text === undefined || text === false) return
  const path = ['events', name, 'text']
  if (fieldProblems(textType as FieldType, { kind: 'text', doc: '', max: text.max } as FieldSpec).length > 0)
    report('errors', path, `A message cannot be ${text.max} characters long.`, 'Give a whole number from 8 to 2 000.')
}
