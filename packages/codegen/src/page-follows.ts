import { fieldOf, isExternalId, type NormalContract, type NormalEvent } from '@plainsight/contract/judge'
import { markdownTable } from './markdown-table.ts'
import { sentence } from './sentence.ts'

const REACH = {
  run: 'one run of the program',
  day: 'one UTC day',
  week: 'one week',
  month: 'one calendar month',
  install: 'as long as the program is installed, or until you turn telemetry off',
} as const

/** The part of the user page that says what ties one report to another, for how long and why; and that nothing does, where nothing does. */
export function pageFollows(contract: NormalContract): string {
  const rows = [...machineRows(contract), ...hashRows(contract), ...externalRows(contract)]
  if (rows.length === 0)
    return [
      '## Follows you',
      '',
      'Nothing. No report carries an id of you, your machine, your project or your organisation, and no hash of one. No two reports can be told to come from one machine by anything that is in them.',
    ].join('\n')
  return [
    '## Follows you',
    '',
    'These tie one report to another. Nothing else does:',
    '',
    markdownTable(['what', 'stays the same for', 'in which reports', 'why'], rows),
    '',
    'An id that stays the same for a day or longer is pseudonymous: whoever has the rows sees that they come from one machine, and not from which. Turning telemetry off throws away the secret that ids and hashes are made from; a later yes begins with another one.',
  ].join('\n')
}

// Events of one link share an id and can be joined; every other event has one of its own.
function machineRows(contract: NormalContract): string[][] {
  const links = new Map<string, (readonly [name: string, event: NormalEvent])[]>()
  for (const [name, event] of Object.entries(contract.events)) {
    if (event.identity === 'none') continue
    const key = `${event.identity} ${event.link}`
    links.set(key, [...(links.get(key) ?? []), [name, event]])
  }
  return [...links.values()].map((events) => {
    const [[, { identity }]] = events as [readonly [string, NormalEvent]]
    const reasons = [...new Set(events.flatMap(([, event]) => event.identityReason ?? []))].map(sentence)
    const shared = events.length > 1 ? '; they share it, so they can be put together' : ''
    return [
      identity === 'run' ? 'a random id of the run' : 'an id of this machine',
      identity === 'none' ? '' : REACH[identity],
      `${events.map(([name]) => `\`${name}\``).join(', ')}${shared}`,
      reasons.join(' ') || 'To count machines and not uses.',
    ]
  })
}

function hashRows(contract: NormalContract): string[][] {
  return fieldsOfKind(contract, ({ kind }) => kind === 'hash').map(({ name, doc, events }) => [
    `\`${name}\`: ${doc}, as a keyed hash`,
    [...new Set(events.map(([, { identity }]) => (identity === 'none' ? 'nothing' : REACH[identity])))].join('; '),
    events.map(([event]) => `\`${event}\``).join(', '),
    'To tell one from another without knowing which it is; the key never leaves this machine.',
  ])
}

function externalRows(contract: NormalContract): string[][] {
  return fieldsOfKind(contract, isExternalId).map(({ name, doc, events }) => [
    `\`${name}\`: ${doc}, an id that the product itself sets`,
    'as long as the product sets the same one, on purpose',
    events.map(([event]) => `\`${event}\``).join(', '),
    [...new Set(events.flatMap(([, event]) => event.identityReason ?? []))].map(sentence).join(' ') ||
      'The contract gives no reason.',
  ])
}

interface UsedField {
  readonly name: string
  readonly doc: string
  readonly events: readonly (readonly [name: string, event: NormalEvent])[]
}

function fieldsOfKind(
  contract: NormalContract,
  fits: (field: NormalContract['fields'][string]) => boolean,
): UsedField[] {
  return Object.keys(contract.fields).flatMap((name): UsedField[] => {
    const field = fieldOf(contract, name)
    const events = Object.entries(contract.events).filter(([, event]) => Object.hasOwn(event.uses, name))
    return field !== undefined && fits(field) && events.length > 0 ? [{ name, doc: field.doc, events }] : []
  })
}
