import { contractDigest } from '@plainsight/contract/canonical'
import { fieldOf, fieldType, normalContract, type NormalEvent, type NormalUse } from '@plainsight/contract/judge'
import { channelsOf } from '../core/channel-consent.ts'
import type { Session } from '../core/session.ts'

/** One value of an event: what it says, and what can be sent. */
export interface ExplainedValue {
  readonly name: string
  readonly says: string
  readonly sent: string
  readonly isAlways: boolean
  /** Whether it goes with the record, as what the client finds out by itself. */
  readonly isContext: boolean
}

/** One event: what happens, why it is worth knowing, who reads it, how far it follows anyone. */
export interface ExplainedEvent {
  readonly name: string
  readonly kind: string
  readonly category: string
  readonly channel: string
  readonly what: string
  readonly why: string
  readonly who: string | null
  readonly readBy: readonly string[]
  /** How long one id lasts; `none` where there is none. */
  readonly identity: string
  readonly identityReason: string | null
  /** Days that a row is kept. */
  readonly keptDays: number
  /** The part that is recorded, 1 for all. */
  readonly sample: number
  readonly values: readonly ExplainedValue[]
}

/** Everything that can be counted, as data: `spec/explain.schema.json`. Nothing in it is of this machine. */
export interface Explained {
  readonly format: 1
  readonly contract: {
    readonly name: string
    readonly title: string
    readonly version: string
    readonly digest: string
    readonly docs: string | null
    readonly owners: readonly string[]
  }
  readonly consent: { readonly preset: string; readonly means: string; readonly channels: readonly string[] }
  readonly destinations: readonly { readonly name: string; readonly host: string; readonly kind: string }[]
  readonly presence: boolean
  /** Values that are told alone, once a month each, without any id. */
  readonly alone: readonly Pick<ExplainedValue, 'name' | 'says' | 'sent'>[]
  readonly categories: readonly string[]
  readonly events: readonly ExplainedEvent[]
  readonly never: readonly string[]
  readonly off: readonly string[]
}

const PRESETS: { readonly [preset: string]: string } = {
  'opt-in': 'Nothing is counted until you say yes.',
  notice: 'Nothing is counted before a notice was shown, a day has passed and you have used it once more.',
  'audience-fr':
    'Only the size and use of the audience is measured, after a notice was shown, a day has passed and you have used it once more.',
  local: 'It counts for you alone: nothing leaves.',
}

/** What no report can hold: there is no kind of value for it. */
const NEVER: readonly string[] = [
  'your name, user name, e-mail address, or anything you typed',
  'file names, paths, file contents, source code, names or addresses of repositories',
  'command-line arguments, values of environment variables, configuration, tokens, messages of errors',
  'the name of your computer, its serial numbers or network addresses, your language or time zone',
  'how you use other programs',
]

/** Explains a contract: every event and value, in the words of the contract itself. */
export function explainContract({ contract, stem }: Pick<Session, 'contract' | 'stem'>): Explained {
  const normal = normalContract(contract)
  const { name, title, version, owners, docs } = contract
  const events = Object.entries(normal.events).map(([event, spec]) => explainEvent(normal, event, spec))
  return {
    format: 1,
    contract: { name, title, version, digest: contractDigest(normal), docs: docs ?? null, owners },
    consent: {
      preset: contract.consent.preset,
      means: PRESETS[contract.consent.preset] ?? '',
      channels: channelsOf({ contract }),
    },
    destinations: normal.destinations.map(({ name: to, host, kind }) => ({ name: to, host, kind })),
    presence: contract.presence !== false,
    alone: (normal.environment ?? []).map((field) => {
      const { name, says, sent } = explainValue(normal, field, { need: 'optional' }, false)
      return { name, says, sent }
    }),
    categories: [...new Set(events.map(({ category }) => category))],
    events,
    never: NEVER,
    off: [`${name} telemetry off`, `${stem}=0`, 'DO_NOT_TRACK=1', '--no-telemetry'],
  }
}

function explainEvent(contract: ReturnType<typeof normalContract>, name: string, event: NormalEvent): ExplainedEvent {
  const { kind, privacy, channel, what, why, who, readBy, identity, identityReason, retention, sampling } = event
  return {
    name,
    kind,
    category: privacy,
    channel,
    what,
    why,
    who: who ?? null,
    readBy,
    identity,
    identityReason: identityReason ?? null,
    keptDays: retention,
    sample: sampling?.rate ?? 1,
    values: [
      ...(kind === 'errors' ? errorValues(event) : []),
      ...Object.entries(event.uses).map(([field, use]) => explainValue(contract, field, use, false)),
      ...event.measure.map((field) => explainValue(contract, field, { need: 'optional' }, false)),
      ...event.context.map((field) => explainValue(contract, field, { need: 'optional' }, true)),
    ],
  }
}

// A report of an error has a form of its own, beside the fields that its event declares.
function errorValues({ classes = [], codes = [], text = false }: NormalEvent): ExplainedValue[] {
  const more = (names: readonly string[]): string => (names.length === 0 ? '' : `, or ${names.join(', ')}`)
  const rows: (readonly [name: string, says: string, sent: string])[] = [
    [
      'class',
      'What kind of error it was',
      `a class of the runtime${more(classes)}; anything else is sent as the word other`,
    ],
    ['code', 'Its code', `a code of the system${more(codes)}; anything else is sent as the word other`],
    [
      'frames',
      'Where it broke',
      'files of the product’s own build by their keys, with line and column; never a path of yours',
    ],
    ['causes', 'What caused it', 'class and code of at most two errors behind it'],
    ['handled', 'Whether the product went on', 'yes or no'],
    ['fatal', 'Whether it ended the product', 'yes or no'],
    [
      'message',
      'What the error says',
      text === false
        ? 'never'
        : `with everything that looks like a secret, a name or a path taken out, at most ${text.max} characters, and only where you allowed it`,
    ],
  ]
  return rows.map(([name, says, sent]) => ({ name, says, sent, isAlways: false, isContext: false }))
}

function explainValue(
  contract: ReturnType<typeof normalContract>,
  name: string,
  use: NormalUse,
  isContext: boolean,
): ExplainedValue {
  const field = fieldOf(contract, name)
  const sent =
    use.is !== undefined
      ? `always ${JSON.stringify(use.is)}`
      : use.only !== undefined
        ? `one of ${use.only.join(', ')}; anything else is sent as the word other`
        : field === undefined
          ? ''
          : fieldType(field).sentence(field).replaceAll('`', '')
  return { name, says: field?.doc ?? '', sent, isAlways: use.need === 'required', isContext }
}

/** The same in words, for a terminal. */
export function describeExplained({
  contract,
  consent,
  destinations,
  presence,
  alone,
  events,
  never,
  off,
}: Explained): string {
  const lines = [
    `What ${contract.title} can count, by its contract ${contract.name} ${contract.version}, digest ${contract.digest.slice(0, 16)}.`,
    consent.means,
    destinations.length === 0
      ? 'It names no place that anything goes to.'
      : `It goes to ${destinations.map(({ name, host }) => `${host} (${name})`).join(', ')}.`,
    '',
  ]
  for (const event of events) {
    const id =
      event.identity === 'none'
        ? 'no id'
        : `one id a ${event.identity === 'install' ? 'machine, for good' : event.identity}`
    const more = [
      event.kind === 'rollup'
        ? 'added up by day'
        : event.kind === 'errors'
          ? 'the same error at most once a week'
          : 'each time',
      id,
      `kept ${event.keptDays} days`,
      ...(event.sample < 1 ? [`${event.sample * 100} % of it`] : []),
      ...(event.channel === 'usage' ? [] : [`channel ${event.channel}`]),
    ]
    lines.push(
      `${event.name}: ${event.what}`,
      `  why: ${event.why}`,
      `  ${more.join(' · ')}; read by ${event.readBy.join(', ')}`,
    )
    if (event.identityReason !== null) lines.push(`  why an id: ${event.identityReason}`)
    for (const { name, says, sent, isContext } of event.values)
      lines.push(`    ${name.padEnd(16)} ${says}${isContext ? ' (goes with it)' : ''}: ${sent}`)
    lines.push('')
  }
  if (presence) lines.push('That it was used at all is said once a day, a week and a month, without any id.', '')
  if (alone.length > 0)
    lines.push(
      'Once a month each of these is said alone, without any id and with nothing beside it:',
      ...alone.map(({ name, says, sent }) => `    ${name.padEnd(16)} ${says}: ${sent}`),
      '',
    )
  lines.push('Never collected:', ...never.map((what) => `  ${what}`), '', `Off: ${off.join(' · ')}`)
  if (contract.docs !== null) lines.push(`More: ${contract.docs}`)
  return lines.join('\n')
}
