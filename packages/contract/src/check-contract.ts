import { checkAudience } from './check-audience.ts'
import { checkBits } from './check-bits.ts'
import { checkDeprecated } from './check-deprecated.ts'
import { checkErrors } from './check-errors.ts'
import { checkEvent } from './check-event.ts'
import { checkFields } from './check-fields.ts'
import { checkHead } from './check-head.ts'
import { checkIncludes } from './check-includes.ts'
import { checkLinks } from './check-links.ts'
import { checkNoise } from './check-noise.ts'
import { CONTRACT_SHAPE } from './contract-shape.ts'
import type { Contract, EventSpec } from './contract-spec.ts'
import { declaredFields } from './declared-fields.ts'
import type { FieldSpec } from './field-spec.ts'
import { issueList, type Issue } from './issue.ts'
import { normalContract } from './normal-contract.ts'
import { plainData } from './plain-data.ts'
import { fitShape } from './shape.ts'
import { applySuppressions } from './suppressions.ts'
import { usedNames } from './used-names.ts'

/**
 * Holds a contract, as authored, to every rule. Pure, and never throws: what is no contract at all gives a list that says so.
 * @param contract anything; usually what a contract file exports
 * @param today the UTC day, `2026-11-19`, from which ends and dates are looked at; without one they are not
 * @returns what is wrong, in the order of the contract: its head, its fields, its events, the whole; empty for a sound one
 */
export function checkContract(contract: unknown, today?: string): Issue[] {
  const { issues, report } = issueList()
  const data = plainData(contract, report)
  if (data === undefined) {
    if (issues.length === 0)
      report('shape', [], 'There is no contract here.', 'Export what `defineContract({…})` gives as the default.')
    return issues
  }
  const fitted = fitShape(CONTRACT_SHAPE, data, [], report) as Partial<Contract> | undefined
  if (fitted === undefined) return issues
  const { name, version } = fitted
  const complete = completed(fitted)
  const { fields } = complete
  const declared = declaredFields(fields)

  checkHead(fitted, declared, report)
  checkFields(fields, version, usedNames(complete), report)
  for (const [event, spec] of Object.entries(complete.events))
    checkEvent(complete, event, spec, declared, today, report)
  checkDeprecated(complete, declared, report)
  checkErrors(complete, report)
  checkNoise(complete, declared, report)
  checkIncludes(complete, report)
  checkLinks(complete, report)
  checkAudience(complete, declared, report)
  const sound = [...declared].flatMap(([field, { type }]) => (type === undefined ? [] : [field]))
  if (name !== undefined) checkBits(normalContract(onlySound(complete, new Set(sound))), report)
  const after = issueList()
  const passed = applySuppressions(issues, fitted, after.report)
  return [...passed, ...after.issues]
}

// What the rules about the whole read: absent parts are empty, since their absence is already reported.
function completed(fitted: Partial<Contract>): Contract {
  const events: { [name: string]: EventSpec } = Object.create(null)
  for (const [name, event] of Object.entries(fitted.events ?? {})) {
    const { kind, by, fields } = event as { readonly kind?: unknown; readonly by?: unknown; readonly fields?: unknown }
    if (kind === 'errors') events[name] = { fields: {}, ...event } as EventSpec
    else if (by !== undefined) events[name] = { ...event, kind: 'rollup' } as EventSpec
    else if (fields !== undefined) events[name] = { ...event, kind: 'event' } as EventSpec
    else events[name] = { ...event, kind: 'rollup', by: [] } as EventSpec
  }
  return {
    name: '',
    version: '0.0.0',
    title: '',
    description: '',
    owners: [],
    consent: { preset: 'opt-in' },
    sources: [],
    ...fitted,
    fields: (fitted.fields ?? {}) as { readonly [name: string]: FieldSpec },
    events,
  }
}

// Fields that are undeclared or not sound have no number of values; they are reported elsewhere and counted nowhere.
function onlySound(contract: Contract, sound: ReadonlySet<string>): Contract {
  const events: { [name: string]: EventSpec } = Object.create(null)
  for (const [name, event] of Object.entries(contract.events)) {
    const uses = event.kind === 'rollup' ? event.by : event.fields
    const kept = Array.isArray(uses)
      ? (uses as readonly string[]).filter((field) => sound.has(field))
      : Object.fromEntries(Object.entries(uses).filter(([field]) => sound.has(field)))
    const context = event.context?.filter((field) => sound.has(field))
    const narrowed = { ...event, ...(context === undefined ? {} : { context }) }
    events[name] = (event.kind === 'rollup' ? { ...narrowed, by: kept } : { ...narrowed, fields: kept }) as EventSpec
  }
  const context = (contract.context ?? []).filter((field) => sound.has(field))
  return { ...contract, context, events }
}
