import type { Contract, EventSpec } from './contract-spec.ts'
import type { DeclaredField } from './declared-fields.ts'
import type { FieldSpec } from './field-spec.ts'
import type { Path, Report } from './issue.ts'
import { NOISE_LIMIT } from './noise.ts'

/** Types whose values are a short list that a lie can be taken from. */
const NOISY: ReadonlySet<string> = new Set(['flag', 'choice'])

/** Beyond it a lie is rarer than one in a thousand: that is no noise. */
const MOST_EPSILON = 8

/** Holds noisy fields to where noise can be undone and its loss be counted, and prints what a machine loses in its whole life. */
export function checkNoise(contract: Contract, declared: ReadonlyMap<string, DeclaredField>, report: Report): void {
  const noisy = Object.entries(contract.fields).filter(([, field]) => field.noise !== undefined)
  if (noisy.length === 0) return
  const losses: string[] = []
  let sum = 0
  for (const [name, field] of noisy) {
    const path = ['fields', name, 'noise']
    const epsilon = field.noise?.epsilon
    if (epsilon === undefined) continue
    if (!NOISY.has(field.kind))
      report(
        'noise',
        path,
        `A ${field.kind} has no list of values to lie from.`,
        'Make it a flag or a choice, or leave `noise` out.',
      )
    if (!(epsilon > 0 && epsilon <= MOST_EPSILON))
      report(
        'noise',
        [...path, 'epsilon'],
        `An epsilon of ${epsilon} is not above 0 and at most ${MOST_EPSILON}.`,
        'Write 1 for strong noise, 3 for weak.',
      )
    checkUses(contract, name, report)
    const loss = epsilon * trueValues(contract, name, declared.get(name))
    sum += loss
    losses.push(`${name} ${loss.toFixed(1)}`)
  }
  if (sum > NOISE_LIMIT)
    report(
      'noise',
      ['fields'],
      `Over its whole life a machine may lose ${sum.toFixed(1)} to noisy fields (${losses.join(', ')}); ${NOISE_LIMIT} is allowed.`,
      'Give a smaller `epsilon`, fewer values, or count the event once an installation.',
    )
  else
    report(
      'noise-sum',
      ['fields'],
      `Over its whole life a machine loses at most ${sum.toFixed(1)} of ${NOISE_LIMIT} to noisy fields: ${losses.join(', ')}.`,
      'Nothing to do.',
    )
}

function checkUses(contract: Contract, name: string, report: Report): void {
  const refuse = (place: Path, where: string): void =>
    report(
      'noise',
      place,
      `\`${name}\` is noisy, and ${where}.`,
      'Use it in events that are counted once a month or an installation and carry no id.',
    )
  if ((contract.environment ?? []).includes(name)) refuse(['environment'], 'it is told alone already')
  if ((contract.context ?? []).includes(name)) refuse(['context'], 'context goes with every report')
  if (contract.presence !== undefined && contract.presence !== false && contract.presence.by === name)
    refuse(['presence', 'by'], 'presence is counted every day')
  for (const [eventName, event] of Object.entries(contract.events)) {
    const place = ['events', eventName]
    if ((event.context ?? []).includes(name)) refuse([...place, 'context'], 'context goes with every report')
    const use = useOf(event, name)
    if (use === undefined) continue
    const part = [...place, event.kind === 'rollup' ? 'by' : 'fields', name]
    if (event.kind === 'errors' || (event.once !== 'month' && event.once !== 'install'))
      refuse([...place, 'once'], `\`${eventName}\` is reported more often than once a month`)
    if ((event.identity ?? 'none') !== 'none') refuse([...place, 'identity'], `\`${eventName}\` carries an id`)
    if (typeof use === 'object' && use.is !== undefined) refuse(part, 'a constant has nothing to hide')
    if (event.sampling?.keep?.some((condition) => Object.hasOwn(condition, name)) === true)
      refuse([...place, 'sampling', 'keep'], 'a condition on it would tell the true value')
  }
}

// One loss for each value that may once have been the true one: an installation says one, a machine may change month by month.
function trueValues(contract: Contract, name: string, declared: DeclaredField | undefined): number {
  const once = Object.values(contract.events).filter((event) => useOf(event, name) !== undefined)
  if (once.length > 0 && once.every((event) => event.once === 'install')) return once.length
  return declared?.type?.values(declared.field as FieldSpec)?.length ?? 1
}

function useOf(event: EventSpec, name: string): string | { readonly is?: unknown } | undefined {
  const uses = event.kind === 'rollup' ? event.by : event.fields
  if (Array.isArray(uses)) return (uses as readonly string[]).includes(name) ? 'required' : undefined
  const named = uses as { readonly [field: string]: string | { readonly is?: unknown } }
  return Object.hasOwn(named, name) ? named[name] : undefined
}
