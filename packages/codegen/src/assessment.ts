import { fieldOf, type NormalContract } from '@plainsight/contract/judge'
import type { ContractLocks } from './contract-locks.ts'
import { markdownTable } from './markdown-table.ts'
import { sentence } from './sentence.ts'

type Row = readonly [condition: string, heldBy: string, here: string]

/**
 * The page that a maintainer takes to whoever answers for data protection: the conditions of the contract's preset (privacy.md, 9), what
 * holds each of them, and how it stands here. It is a configuration written out, and no legal opinion.
 */
export function generateAssessment({ lock }: ContractLocks): string {
  const { contract, digest } = lock
  return `${[
    `# How ${contract.title} holds its basis of consent`,
    '',
    '<!-- Generated from the contract by `plainsight generate`. Do not edit. -->',
    '',
    `Contract \`${contract.name}\` ${contract.version}, digest \`${digest.slice(0, 16)}\`, preset \`${contract.consent.preset}\`. ${ABOUT[contract.consent.preset]}`,
    'This page writes a configuration out. It is no legal opinion: whether it is enough, where you are and for whom you work, is for you to find out.',
    '',
    '## The conditions of the preset',
    '',
    markdownTable(
      ['condition', 'held by', 'here'],
      conditions(contract).map((row) => [...row]),
    ),
    '',
    '## What it is for',
    '',
    markdownTable(
      ['report', 'purpose', 'read by', 'class', 'id', 'days'],
      Object.entries(contract.events).map(([name, event]) => [
        `\`${name}\``,
        sentence(event.why),
        event.readBy.join(', '),
        event.privacy,
        event.identity,
        String(event.retention),
      ]),
    ),
    '',
    '## Whom it speaks of',
    '',
    `It is meant for ${contract.population} machines a month or more. Values that stay the same on a machine are counted in bits, and \`plainsight check\` holds their sum to log2(${contract.population} / 20), so that some twenty machines share whatever is said of one; where someone let that pass, \`TELEMETRY.md\` names who and why.`,
    'What people read is in `TELEMETRY.md`, which is generated from the same contract.',
  ].join('\n')}\n`
}

const ABOUT: { readonly [preset in NormalContract['consent']['preset']]: string } = {
  'opt-in': 'Nothing is kept before the person has said yes.',
  notice: 'It is on after a notice, a day, and one more run at a terminal, for whoever did not refuse.',
  'audience-fr':
    'It follows the conditions under which the French authority (CNIL) exempts the measuring of an audience from consent. It is meant for France, and untested outside of web sites and apps.',
  local: 'Nothing leaves the machine.',
}

const CLIENT = 'the client'
const CHECK = '`plainsight check`'
const COLLECTOR = 'the collector'

function conditions(contract: NormalContract): readonly Row[] {
  switch (contract.consent.preset) {
    case 'opt-in':
      return [
        ['Undecided keeps nothing', CLIENT, 'no counter, no id, no file of use'],
        ['Yes and no are equally near', CLIENT, 'one question, one key each; no answer is no yes'],
        ['Nobody is asked again for six months', CLIENT, 'the day of the answer is stored'],
        ...everyPreset(contract),
      ]
    case 'notice':
      return [
        [
          'A notice stands before the first thing that is kept',
          CLIENT,
          'on the terminal, or on the host’s own surface',
        ],
        ['A day and an interactive run lie between the notice and the first thing', CLIENT, 'at least 24 hours'],
        ...everyPreset(contract),
      ]
    case 'audience-fr':
      return [
        ['Only for measuring an audience, for nobody else', CHECK, placesOf(contract)],
        ['No ids of users, organisations or projects, and nothing that joins with other data', CHECK, idsOf(contract)],
        ['No id lives longer than a month', CHECK, longestIdentity(contract)],
        ['Rows live at most 760 days; here at most 400', CHECK, `at most ${longestRetention(contract)} days`],
        ['Nothing finer than a country', 'the language', 'there is no type for a place or an address'],
        ['No group of fewer than five machines is shown', COLLECTOR, 'five, wherever figures are shown'],
        ['No diagnostic reports', CHECK, diagnosticOf(contract)],
        ...everyPreset(contract),
      ]
    case 'local':
      return [['Nothing leaves', CLIENT, 'no sender is ever started']]
  }
}

function everyPreset(contract: NormalContract): readonly Row[] {
  return [
    ['Refusing is as easy as agreeing, at any time', CLIENT, 'a command, a variable, a file, an administrator’s file'],
    ['Withdrawing stops at once and offers erasure', CLIENT, 'what was not sent is deleted; proofs for the rest'],
    ['Only what is declared is taken', COLLECTOR, `${Object.keys(contract.events).length} reports, each listed below`],
    ['Data lives no longer than declared', 'the store', `rows at most ${longestRetention(contract)} days`],
    ['Addresses are not kept', COLLECTOR, 'in memory, to limit abuse'],
  ]
}

function placesOf({ destinations }: NormalContract): string {
  return destinations.map(({ name, host }) => `${name} (\`${host}\`)`).join(', ') || 'no destination is named'
}

function idsOf(contract: NormalContract): string {
  const names = new Set(Object.values(contract.events).flatMap(({ uses }) => Object.keys(uses)))
  const ids = [...names].filter((name) => fieldOf(contract, name)?.kind === 'id')
  return ids.length === 0 ? 'no field is an id' : ids.map((name) => `\`${name}\``).join(', ')
}

const SCOPES = ['none', 'run', 'day', 'week', 'month', 'install']

function longestIdentity({ events }: NormalContract): string {
  const scopes = Object.values(events).map(({ identity }) => identity)
  const longest = scopes.toSorted((a, b) => SCOPES.indexOf(b) - SCOPES.indexOf(a))[0] ?? 'none'
  return longest === 'none' ? 'no report carries an id' : `the longest id is one of a ${longest}`
}

function longestRetention({ events, retention }: NormalContract): number {
  return Math.max(retention.raw, ...Object.values(events).map((event) => event.retention))
}

function diagnosticOf({ events }: NormalContract): string {
  const names = Object.entries(events).flatMap(([name, { privacy }]) =>
    privacy === 'diagnostic' ? [`\`${name}\``] : [],
  )
  return names.join(', ') || 'none'
}
