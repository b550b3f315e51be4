import type { NormalContract } from '@plainsight/contract/judge'
import { hasCommand } from './page-choices.ts'

/** The part of the user page that says what can never be in a report, and why it cannot. */
export function pageNever(contract: NormalContract): string {
  const texts = textPlaces(contract)
  const held =
    'a number, a yes or no, a word from a list printed above, a cut version, or an id or keyed hash that reveals nothing of what it stands for'
  return [
    '## What is never collected',
    '',
    texts.length === 0
      ? `There is no kind of value here that could hold text of yours: each is ${held}. So none of these can be in a report:`
      : `But for ${texts.join(' and ')}, which you are asked about apart and in which names, paths and secrets are masked before anything is written, there is no kind of value here that could hold text of yours: each is ${held}. So none of these can be in any other report:`,
    '',
    '- your name, user name, e-mail address, or anything you typed',
    '- file names, paths, file contents, source code, repository names or addresses',
    '- command-line arguments, environment variables, configuration, tokens, error messages',
    '- the name of your computer, its serial numbers or network addresses, your language or time zone',
    '- how you use other programs',
    '',
    'A value that does not fit is dropped or becomes the word `other` on your own machine, before anything is written. All that remains is that a value of that field did not fit, at most once a day.',
    'Your network address is needed to answer a connection. The collector holds it in memory to limit abuse; it is not kept: it is in no row, log or figure.',
  ].join('\n')
}

// Where a masked text can stand: fields of that type, and the message of an error.
function textPlaces({ events, fields }: NormalContract): string[] {
  return Object.entries(events).flatMap(([name, event]) => [
    ...Object.keys(event.uses).flatMap((field) =>
      fields[field]?.kind === 'text' ? [`\`${field}\` of \`${name}\``] : [],
    ),
    ...(event.text === undefined || event.text === false ? [] : [`the message of \`${name}\``]),
  ])
}

/** The part of the user page that says when reports leave, where to, and how long they live there. */
export function pageJourney(contract: NormalContract): string {
  const destinations =
    contract.destinations.length === 0
      ? ['The contract names no place that reports go to.']
      : contract.destinations.map(
          ({ name, host, kind }) =>
            `- ${name}: \`${host}\`${kind === 'plainsight' ? '' : `, a service that speaks ${kind}`}`,
        )
  const atOnce = Object.keys(contract.events).filter((name) => contract.events[name]?.deliver === 'now')
  const sends =
    contract.consent.preset === 'local'
      ? ['Never: this contract keeps everything on your machine.']
      : [
          `${atOnce.length === 0 ? 'Only' : `But for ${atOnce.map((name) => `\`${name}\``).join(', ')}, which leave at once, only`} finished UTC days leave: nothing of today is sent today. There is at most one delivery a day, made by a small process of its own, so that no command waits for the network. What could not be delivered within 30 days is thrown away.`,
          'A report is sent as it stands on your disk, and a receipt with the exact bytes stays with you.',
        ]
  return [
    '## When it is sent',
    '',
    ...sends,
    '',
    '## Where it goes',
    '',
    ...destinations,
    '',
    `## How long it is kept`,
    '',
    `Rows are deleted after ${contract.retention.raw} days, unless the report above says otherwise. Nothing that is made of them is kept for longer.`,
    '',
    ...eraseLines(contract),
    ...threatLines(contract),
  ].join('\n')
}

function eraseLines(contract: NormalContract): string[] {
  if (!hasCommand(contract) || contract.consent.preset === 'local') return []
  const { name } = contract
  return [
    '## Have it erased',
    '',
    `- \`${name} telemetry off\` deletes what was counted and not yet sent, at once, and the secret that ids are made from.`,
    `- \`${name} telemetry forget\` (or \`${name} telemetry off --forget\`) asks the collector to erase what was sent from this machine. It proves what is yours with the keys and receipts that only this machine has; no account and no mail is needed.`,
    `- What was sent without an id can be found by its receipt alone. After \`${name} telemetry off --purge\` this machine has none left, and nobody can tell any longer which of those rows were yours.`,
    '- Figures over many machines that somebody has read by then hold no row of yours, and stay read.',
    '',
  ]
}

// Who could learn what, in plain words: what helps against each, and what does not.
function threatLines(contract: NormalContract): string[] {
  const follows = Object.values(contract.events).some(({ identity }) => identity !== 'none' && identity !== 'run')
  return [
    '## What this protects against, and what not',
    '',
    `**Whoever reads the database, a backup of it or the charts.** A stored row holds what is listed above and nothing else: no batch, no time of arrival, no network address. So they cannot put one machine's rows together${follows ? ' beyond the ids listed under "Follows you"' : ''}, nor say whose they are. Breakdowns show no group of fewer than five machines.`,
    '',
    '**Whoever runs the collector, at the moment a delivery arrives.** They could see it as a whole, with the network address it came from, if they changed the program to. It is not kept; that is a promise and no proof. Against that help a relay run by somebody else, a collector of your own, and turning it off.',
    '',
    '**Whoever watches the network.** They see that this machine spoke to the host above, when, and how much, at most once a day; the contents are encrypted.',
    '',
    '**Whoever can read your files.** What was counted and the receipts lie in your state folder as plain text, for you alone to read. Whoever has your account can read them, and can read much more.',
    '',
    '**Whoever changes the program.** A changed copy could send anything anywhere, like any program. What the collector takes is held to this page in any case: anything else is refused at its door and not stored.',
  ]
}
