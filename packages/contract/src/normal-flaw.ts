import { CONTRACT_SHAPE } from './contract-shape.ts'
import { fieldProblems } from './declared-fields.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES } from './field-types.ts'
import { issueList, pathText } from './issue.ts'
import type { NormalContract } from './normal-contract.ts'
import type { NormalEvent } from './normal-event.ts'
import { fitShape } from './shape.ts'

// What the first locks had already; what the language gained since may be absent from an older one.
const HEAD =
  'title description owners tags stability destinations accepts population retention consent sources context presence ci reviews'.split(
    ' ',
  )
const EVENT =
  'kind what why readBy sources privacy tags owners stability acceptFrom context identity link retention policy alerts channel from precision deliver'.split(
    ' ',
  )

/**
 * What keeps the contract of a lock from being compared with another: a lock's digest says that nobody changed it, not that a
 * contract stands in it.
 * @returns a part of a sentence, or undefined when it can be compared
 */
export function normalFlaw(contract: NormalContract): string | undefined {
  const head = contract as unknown as { readonly [key: string]: unknown }
  if (holdsNull(contract)) return 'something in its contract is null'
  const missing = HEAD.find((key) => head[key] === undefined)
  if (missing !== undefined) return `its contract has no \`${missing}\``
  const { raw, aggregates } = (head['retention'] ?? {}) as { readonly raw?: unknown; readonly aggregates?: unknown }
  if (raw === undefined || aggregates === undefined) return 'its contract does not say how long rows and sums are kept'
  for (const [name, event] of Object.entries(contract.events)) {
    const absent = EVENT.find((key) => (event as unknown as { readonly [key: string]: unknown })[key] === undefined)
    if (absent !== undefined) return `its event \`${name}\` has no \`${absent}\``
  }
  const { issues, report } = issueList()
  fitShape(CONTRACT_SHAPE, authored(contract), [], report)
  // An attribute that is not known here was written by a later version, and is told as one.
  const misshapen = issues.find(({ rule }) => rule === 'shape')
  if (misshapen !== undefined) return `at ${pathText(misshapen.path)}, ${lowered(misshapen.message)}`
  for (const [name, field] of Object.entries(contract.fields)) {
    const problem = problemOf(field)
    if (problem !== undefined) return `its field \`${name}\` is not sound: ${problem}`
  }
  return undefined
}

// No attribute of the language is ever null. What nests without end was refused with its digest.
function holdsNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(holdsNull))
}

// The language's shapes are those of the authored form, where uses stand under `by` or `fields`.
function authored(contract: NormalContract): object {
  const events = Object.entries(contract.events).map(([name, { uses, measure, precision, deliver, ...event }]) => [
    name,
    authoredEvent(event, uses, measure, precision, deliver),
  ])
  return { ...contract, events: Object.fromEntries(events) as object }
}

// As its author wrote it: what a kind of event does not let anybody say is left out again.
function authoredEvent(
  event: Omit<NormalEvent, 'uses' | 'measure' | 'precision' | 'deliver'>,
  uses: NormalEvent['uses'],
  measure: NormalEvent['measure'],
  precision: NormalEvent['precision'],
  deliver: NormalEvent['deliver'],
): object {
  switch (event.kind) {
    case 'rollup':
      return { ...event, by: uses, measure }
    case 'event':
      return { ...event, fields: uses, precision, deliver }
    case 'errors': {
      const { identity: _identity, link: _link, ...rest } = event
      return { ...rest, fields: uses, deliver }
    }
  }
}

function problemOf(field: FieldSpec): string | undefined {
  const type = FIELD_TYPES.get(field.kind)
  return type === undefined ? `its type ${field.kind} is not known` : fieldProblems(type, field)[0]
}

function lowered(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '')
}
