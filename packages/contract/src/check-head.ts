import { checkContext } from './check-context.ts'
import { checkMoment } from './check-fields.ts'
import type { Contract } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { Report } from './issue.ts'
import { compareSemver, parseSemver } from './semver.ts'

const NAME = /^[a-z][a-z0-9-]{1,38}$/
const SOURCE = /^[a-z][a-z0-9-]{0,30}$/
const HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?$/
// Windows opens a device instead of a folder of these names, and the state folder is called like the contract.
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/

/** Days that raw rows may live. */
export const RETENTION_DAYS = { least: 1, most: 400 } as const

/** Values that presence may be split by. */
const PRESENCE_VALUES = 8

/** Machines below which no budget of bits is left: log2(40 / 20) is one bit. */
const LEAST_POPULATION = 40

/** Holds what stands at the head of a contract to its rules: everything but fields and events. */
export function checkHead(
  contract: Partial<Contract>,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const { name, owners, sources, context, population, retention } = contract
  if (name !== undefined && (!NAME.test(name) || DEVICE.test(name)))
    report(
      'contract-name',
      ['name'],
      `A contract cannot be called ${JSON.stringify(name.slice(0, 60))}: names look like [a-z][a-z0-9-]{1,38} and are not those of a device.`,
      'Take small letters, digits and -, the first one a letter.',
    )
  checkVersions(contract, report)
  checkMoment(contract.widened, contract.version, ['widened'], 'widened', report)
  if (owners?.length === 0)
    report('documented', ['owners'], 'Nobody owns this contract.', 'Name a person or a team that answers for it.')
  if (sources !== undefined) checkSources(sources, report)
  if (context !== undefined) checkContext(context, ['context'], declared, report)
  checkPresence(contract, declared, report)
  if (contract.environment !== undefined) checkContext(contract.environment, ['environment'], declared, report)
  if (population !== undefined && (!Number.isInteger(population) || population < LEAST_POPULATION))
    report(
      'population',
      ['population'],
      `The population is ${population}, which is no whole number from ${LEAST_POPULATION}.`,
      'Give the smallest number of monthly machines that the contract is meant for.',
    )
  checkRetention(retention?.raw, ['retention', 'raw'], report)
  if (retention?.aggregates !== undefined)
    report(
      'not-yet',
      ['retention', 'aggregates'],
      'Daily sums that outlive their rows are not available in this version: nothing is kept longer than the rows.',
      'Leave `aggregates` out.',
    )
  contract.destinations?.forEach(({ host }, i) => {
    if (host !== undefined && (host.length > 253 || !HOST.test(host)))
      report(
        'destination',
        ['destinations', i, 'host'],
        `${JSON.stringify(host.slice(0, 60))} is no host name.`,
        'Write the host alone, in small letters, without https:// and without a path.',
      )
  })
  contract.reviews?.forEach(({ when }, i) => {
    if (when !== undefined && !isDay(when))
      report('shape', ['reviews', i, 'when'], `"${when.slice(0, 60)}" is no day.`, 'Write a day, like 2026-11-19.')
  })
}

/** Holds a number of days that raw rows live to its range. */
export function checkRetention(days: number | undefined, path: readonly string[], report: Report): void {
  const { least, most } = RETENTION_DAYS
  if (days !== undefined && (!Number.isInteger(days) || days < least || days > most))
    report(
      'retention',
      path,
      `Raw rows cannot live ${days} days: ${least} to ${most} can be given.`,
      'Keep them as short as the charts that read them allow.',
    )
}

/** Whether a text is a day of the calendar, `2026-11-19`. */
export function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}

function checkVersions({ version, accepts }: Partial<Contract>, report: Report): void {
  if (version !== undefined && parseSemver(version) === undefined)
    report('version', ['version'], `"${version.slice(0, 60)}" is no version.`, 'Write three numbers, like 1.2.0.')
  accepts?.forEach((accepted, i) => {
    const path = ['accepts', i]
    if (parseSemver(accepted) === undefined)
      report('version', path, `"${accepted.slice(0, 60)}" is no version.`, 'Write three numbers, like 1.2.0.')
    else if (accepts.indexOf(accepted) !== i)
      report('version', path, `${accepted} stands twice in the list.`, 'Leave one out.')
    else if (version !== undefined && parseSemver(version) !== undefined && compareSemver(accepted, version) >= 0)
      report(
        'version',
        path,
        `${accepted} is not older than the contract's own version ${version}.`,
        'Name older versions only.',
      )
  })
}

function checkSources(sources: readonly string[], report: Report): void {
  if (sources.length === 0)
    report('source-name', ['sources'], 'No source is declared, so nothing could be recorded.', 'Name one, like cli.')
  sources.forEach((source, i) => {
    if (!SOURCE.test(source))
      report(
        'source-name',
        ['sources', i],
        `A source cannot be called ${JSON.stringify(source.slice(0, 60))}: names look like [a-z][a-z0-9-]{0,30}.`,
        'Take small letters, digits and -, the first one a letter.',
      )
    else if (sources.indexOf(source) !== i)
      report('source-name', ['sources', i], `${source} stands twice in the list.`, 'Leave one out.')
  })
}

function checkPresence(
  { presence }: Partial<Contract>,
  declared: ReadonlyMap<string, DeclaredField>,
  report: Report,
): void {
  const by = presence === undefined || presence === false ? undefined : presence.by
  if (by === undefined) return
  const path = ['presence', 'by']
  checkContext([by], path, declared, report)
  const known = declared.get(by)
  if (known?.type === undefined) return
  const values = known.type.values(known.field)
  if (values === undefined || values.length > PRESENCE_VALUES)
    report(
      'presence',
      path,
      `\`${by}\` has ${values === undefined ? 'no closed list of values' : `${values.length} values`}; presence is split by at most ${PRESENCE_VALUES}.`,
      'Take a field with fewer values, such as `os`, or none.',
    )
}
