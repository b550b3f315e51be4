import { checkContext } from './check-context.ts'
import { checkMoment } from './check-fields.ts'
import { checkRetention, isDay } from './check-head.ts'
import { checkSampling } from './check-sampling.ts'
import { checkMeasures, checkUses } from './check-uses.ts'
import type { Contract, EventSpec, RollupSpec } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { Path, Report } from './issue.ts'
import { nearestWord } from './nearest-word.ts'
import { quoteList } from './quote-list.ts'
import { compareSemver, parseSemver } from './semver.ts'

const NAME = /^[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*){0,3}$/
const CHANNEL = /^[a-z][a-z0-9-]{0,30}$/
const READER = /^(?:chart|alert|report):\S|^question:\S.*\bby ([0-9]{4}-[0-9]{2}-[0-9]{2})$/

/** Days before its end that the owners of an event are told. */
const DAYS_AHEAD = 30

/** Names that stand for something else where drift is counted. */
const TAKEN: ReadonlySet<string> = new Set(['context', 'undeclared'])

/** Holds one event to its rules. */
export function checkEvent(
  contract: Contract,
  name: string,
  event: EventSpec,
  declared: ReadonlyMap<string, DeclaredField>,
  today: string | undefined,
  report: Report,
): void {
  const path = ['events', name]
  checkName(name, report)
  checkReaders(event.readBy, [...path, 'readBy'], today, report)
  checkSources(contract, event, path, report)
  if (event.context !== undefined) checkContext(event.context, [...path, 'context'], declared, report)
  checkUses(name, event, declared, report)
  if (event.kind === 'rollup') checkMeasures(name, event, declared, report)
  checkIdentity(event, path, report)
  checkRetention(event.retention, [...path, 'retention'], report)
  if (event.policy === 'archive')
    report(
      'not-yet',
      [...path, 'policy'],
      'An archive of what is over is not available in this version: rows are deleted when their days are over.',
      'Leave `policy` out; give a longer `retention` (400 days at most) where the rows are needed for longer.',
    )
  if (event.kind !== 'rollup') checkTime(event, path, report)
  if (event.sampling !== undefined) checkSampling(name, event, event.sampling, declared, report)
  checkExpiry(name, event, contract, today, report)
  for (const attribute of ['since', 'widened'] as const)
    checkMoment(event[attribute], contract.version, [...path, attribute], attribute, report)
  if (event.channel !== undefined && !CHANNEL.test(event.channel))
    report(
      'channel-name',
      [...path, 'channel'],
      `A channel cannot be called ${JSON.stringify(event.channel.slice(0, 60))}: names look like [a-z][a-z0-9-]{0,30}.`,
      'Take small letters, digits and -, the first one a letter.',
    )
  checkAlerts(event, path, declared, report)
}

function checkName(name: string, report: Report): void {
  const path = ['events', name]
  if (name.length > 80 || !NAME.test(name))
    report(
      'event-name',
      path,
      `An event cannot be called ${JSON.stringify(name.slice(0, 60))}: names are 1–4 parts of [a-z][a-z0-9_-]* joined by dots, at most 80 long.`,
      'Write something that happened, like command.completed.',
    )
  else if (name.startsWith('plainsight.') || TAKEN.has(name) || name in Object.prototype)
    report(
      'event-name',
      path,
      `An event cannot be called ${name}: the word stands for something else.`,
      'Take another name.',
    )
}

function checkReaders(
  readBy: readonly string[] | undefined,
  path: Path,
  today: string | undefined,
  report: Report,
): void {
  if (readBy?.length === 0)
    report(
      'documented',
      path,
      '`readBy` is empty: what nobody reads is not collected.',
      'Name the chart that reads it.',
    )
  readBy?.forEach((reader, i) => {
    const read = READER.exec(reader)
    const by = read?.[1]
    if (read === null || (by !== undefined && !isDay(by)))
      report(
        'read-by',
        [...path, i],
        `${JSON.stringify(reader.slice(0, 60))} does not say what reads the event.`,
        'Write chart:NAME, alert:NAME or report:NAME, or question:WORDS by 2027-06-30, with the day it is to be answered by.',
      )
    else if (by !== undefined && today !== undefined && by < today)
      report(
        'read-by',
        [...path, i],
        `The question was to be answered by ${by}.`,
        'Name a chart that goes on reading the event, ask anew, or leave the event out.',
      )
  })
}

function checkSources(contract: Contract, event: EventSpec, path: Path, report: Report): void {
  if (event.sources?.length === 0)
    report(
      'source-undeclared',
      [...path, 'sources'],
      'The event comes from no source.',
      'Name one, or leave `sources` out.',
    )
  event.sources?.forEach((source, i) => {
    if (contract.sources.includes(source)) return
    const near = nearestWord(source, contract.sources)
    report(
      'source-undeclared',
      [...path, 'sources', i],
      `\`${source.slice(0, 60)}\` is none of the contract's sources.`,
      near === undefined
        ? `Take one of ${quoteList(contract.sources)}, or add it to \`sources\`.`
        : `Write \`${near}\`.`,
    )
  })
}

function checkIdentity(event: EventSpec, path: Path, report: Report): void {
  if (event.identity === 'install' && !event.identityReason?.trim())
    report(
      'identity-reason',
      [...path, 'identityReason'],
      'An id that lives as long as the installation follows someone, and nothing says why.',
      'Say why in `identityReason`, which is printed on the user page, or take month.',
    )
}

function checkTime(event: Exclude<EventSpec, RollupSpec>, path: Path, report: Report): void {
  const service = event.acceptFrom === 'service'
  if (event.deliver === 'now' && !service && event.privacy !== 'diagnostic')
    report(
      'deliver-now',
      [...path, 'deliver'],
      'Only a diagnostic event or one of a service leaves before its UTC day is over.',
      'Leave `deliver` out, or say `acceptFrom: service` or `privacy: diagnostic` if that is what it is.',
    )
  if (event.kind === 'event' && event.precision !== undefined && event.precision !== 'hour' && !service)
    report(
      'precision',
      [...path, 'precision'],
      `A time to the ${event.precision} is kept of services only.`,
      'Leave `precision` out, or say `acceptFrom: service` if a service sends it.',
    )
}

function checkExpiry(
  name: string,
  { expires, owners }: EventSpec,
  contract: Contract,
  today: string | undefined,
  report: Report,
): void {
  const path = ['events', name, 'expires']
  if (expires === undefined || expires === 'never') return
  const answerable = (owners ?? contract.owners).join(', ')
  if (parseSemver(expires) !== undefined) {
    if (parseSemver(contract.version) !== undefined && compareSemver(contract.version, expires) >= 0)
      report(
        'expires-soon',
        path,
        `\`${name}\` has ended with version ${expires}: nothing is recorded any more (${answerable}).`,
        'Leave the event out, or give it a later end and have that reviewed.',
      )
    return
  }
  if (isDay(expires)) {
    const left = today === undefined ? Infinity : (Date.parse(expires) - Date.parse(today)) / 86_400_000
    if (left <= DAYS_AHEAD)
      report(
        'expires-soon',
        path,
        left <= 0
          ? `\`${name}\` has ended on ${expires}: nothing is recorded any more (${answerable}).`
          : `\`${name}\` ends on ${expires}, in ${left === 1 ? '1 day' : `${left} days`} (${answerable}).`,
        'Leave the event out, or give it a later end and have that reviewed.',
      )
    return
  }
  report(
    'expires',
    path,
    `"${expires.slice(0, 60)}" is no version, no day and not the word never.`,
    'Write a version like 2.0.0, a day like 2027-06-30, or never.',
  )
}

function checkAlerts(event: EventSpec, path: Path, declared: ReadonlyMap<string, DeclaredField>, report: Report): void {
  const numbers = event.kind === 'rollup' ? (event.measure ?? []) : Object.keys(event.fields)
  event.alerts?.forEach((alert, i) => {
    const place = [...path, 'alerts', i]
    const { metric, max, min, minimumSample, windowMinutes, coolDownMinutes } = alert
    if (metric !== undefined && metric !== 'count' && (!numbers.includes(metric) || !declared.has(metric)))
      report(
        'alert',
        [...place, 'metric'],
        `\`${metric.slice(0, 60)}\` is no number of this event.`,
        `Take ${quoteList(['count', ...numbers])}.`,
      )
    if (max === undefined && min === undefined)
      report('alert', place, 'The alert has neither `max` nor `min`, so it would never ring.', 'Give one of them.')
    for (const [attribute, value] of Object.entries({ minimumSample, windowMinutes, coolDownMinutes })) {
      if (value !== undefined && (!Number.isInteger(value) || value < 1))
        report(
          'alert',
          [...place, attribute],
          `\`${attribute}\` is ${value}, which is no whole number from 1.`,
          'Give one.',
        )
    }
  })
}
