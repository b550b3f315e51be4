import type { NormalContract } from '@plainsight/contract/judge'
import { externalIds } from './page-events.ts'

/** The part of the user page that says what can never be in a report, and why it cannot. */
export function pageNever(contract: NormalContract): string {
  const ids = externalIds(contract)
  const follows =
    ids.length === 0
      ? []
      : [
          '',
          '## Follows you',
          '',
          `Some reports carry ids that the product itself sets: ${ids.map((id) => `\`${id}\``).join(', ')}. They stay the same over time, on purpose; the reports above say which carry them and why.`,
        ]
  return [
    '## What is never collected',
    '',
    'There is no kind of value here that could hold text of yours: each is a number, a yes or no, a word from a list printed above, a cut version, or an id or keyed hash that reveals nothing of what it stands for. So none of these can be in a report:',
    '',
    '- your name, user name, e-mail address, or anything you typed',
    '- file names, paths, file contents, source code, repository names or addresses',
    '- command-line arguments, environment variables, configuration, tokens, error messages',
    '- the name of your computer, its serial numbers or network addresses, your language or time zone',
    '- how you use other programs',
    '',
    'A value that does not fit is dropped or becomes the word `other` on your own machine, before anything is written. All that remains is that a value of that field did not fit, at most once a day.',
    'Your network address is needed to answer a connection. The collector holds it in memory to limit abuse; it is not kept: it is in no row, log or figure.',
    ...follows,
  ].join('\n')
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
  const { aggregates } = contract.retention
  const sums =
    aggregates === 'forever'
      ? 'What remains after that are daily sums for good'
      : `What remains after that are daily sums, for ${aggregates} days`
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
    `Rows are deleted after ${contract.retention.raw} days, unless the report above says otherwise. ${sums}; a sum over fewer than five machines is folded into others, so that it shows nobody.`,
    '',
    '## What this protects against, and what not',
    '',
    "A stored row holds what is listed above and nothing else: no batch, no time of arrival, no network address. So a reader of the database, of a backup or of the charts cannot put one machine's rows together beyond the id that a report carries, if it carries one.",
    'Whoever runs the collector could, at the moment a delivery arrives, see it as a whole. Against that help a relay run by somebody else, a collector of your own, and turning it off.',
  ].join('\n')
}
