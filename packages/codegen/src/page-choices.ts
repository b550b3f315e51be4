import type { NormalContract } from '@plainsight/contract/judge'
import { markdownTable } from './markdown-table.ts'
import { variablePrefix } from './variable-prefix.ts'

/** The sentence that says what has to happen before anything is kept, by the contract's basis of consent. */
export function consentSentence(contract: NormalContract): string {
  switch (contract.consent.preset) {
    case 'opt-in':
      return 'Nothing is kept or sent until you have said yes. Not answering is not a yes.'
    case 'notice':
    case 'audience-fr':
      return 'Nothing is kept or sent until a notice was shown on your terminal, at least 24 hours have gone by since, and you have used the program once more at a terminal.'
    case 'local':
      return 'Nothing is sent. What is counted stays on this machine, for you to look at.'
  }
}

/** The part of the user page that says when something is kept, and every way to turn it off. */
export function pageChoices(contract: NormalContract): string {
  const prefix = variablePrefix(contract.name)
  const { name } = contract
  const rows = [
    ['`DO_NOT_TRACK=1`', 'every program that honours it'],
    [
      `\`${prefix}_TELEMETRY=0\` (or \`off\`, \`false\`, \`no\`), or \`${prefix}_TELEMETRY_DISABLED=1\``,
      'the process that has the variable',
    ],
    ...(hasCommand(contract) ? [['`--no-telemetry` on the command line', 'that one run']] : []),
    ...channelsOf(contract).map((channel) => [
      `\`${prefix}_TELEMETRY_${channel.toUpperCase().replaceAll('-', '_')}=0\``,
      `the process that has the variable, for the channel ${channel} alone; the rest stays as it is`,
    ]),
    [
      `a file \`{"telemetry":"off"}\` at \`/etc/${name}/telemetry.json\` (Linux), \`/Library/Application Support/${name}/telemetry.json\` (macOS) or \`%ProgramData%\\${name}\\telemetry.json\` (Windows)`,
      'everybody on the machine; such a file can never turn it on',
    ],
    ...(hasCommand(contract) ? [[`\`${name} telemetry off\``, 'you, on this machine, until you say otherwise']] : []),
    [
      `a file \`.${name}/telemetry.json\` with \`{"telemetry":"off"}\` at the root of a project`,
      'everybody who works in that project; such a file can never turn it on',
    ],
    ...(contract.sources.some((source) => source !== 'cli')
      ? [['the telemetry setting of the editor or other program that hosts it', 'wherever that setting holds']]
      : []),
    contract.ci === 'off'
      ? ['nothing: it is off there by itself', 'continuous integration and test runners']
      : ['nothing: runs are marked as such and never counted as a machine', 'continuous integration and test runners'],
  ]
  return [
    '## When anything is kept at all',
    '',
    consentSentence(contract),
    ...(hasCommand(contract) && contract.consent.preset !== 'local'
      ? [`Saying yes at once is \`${name} telemetry on\`, or \`${prefix}_TELEMETRY=1\` for one process.`]
      : []),
    'Until then there is no counter, no id and no connection; the only file is the note that the notice was shown.',
    'A yes is given to the contract as it stands here. A later version that reports more asks again, and until then sends only what this one declares.',
    '',
    '## Turn it off',
    '',
    'Any one of these is enough, and each of them wins over everything that says on:',
    '',
    markdownTable(['how', 'for whom'], rows),
    '',
    'Off means that nothing is counted, no file is written, no id is made, no connection is opened, and nobody is told that you turned it off.',
    ...(hasCommand(contract)
      ? [
          `\`${name} telemetry off\` also deletes what was counted and had not been sent, and the secret that ids are made from.`,
          `\`${name} telemetry local\` keeps counting for your own eyes and sends nothing.`,
        ]
      : []),
  ].join('\n')
}

/** The part of the user page that says how to see what is kept and what left. */
export function pageInspection(contract: NormalContract): string {
  const prefix = variablePrefix(contract.name)
  const { name } = contract
  const commands = hasCommand(contract)
    ? [
        [`\`${name} telemetry status\``, 'whether it is on, and which setting decided that'],
        [`\`${name} telemetry show\``, 'what would leave next, byte for byte'],
        [`\`${name} telemetry log\``, 'the receipts: what left, when, where to, and what the answer was'],
        [`\`${name} telemetry report\``, 'your own numbers over time, the true ones'],
        [`\`${name} telemetry explain\``, 'this page, for the version that you run'],
      ]
    : []
  return [
    '## See it for yourself',
    '',
    markdownTable(
      ['how', 'what you see'],
      [
        ...commands,
        [
          `\`${prefix}_TELEMETRY_DEBUG=1\``,
          'on standard error what would leave; nothing is sent, also while it is off',
        ],
        [
          `the folder \`~/.local/state/${name}/telemetry\` on Linux, \`~/Library/Application Support/${name}/telemetry\` on macOS, \`%LOCALAPPDATA%\\${name}\\telemetry\` on Windows (or what \`${prefix}_TELEMETRY_DIR\` names)`,
          'everything that is kept on this machine, as plain text: `pending.jsonl` is what was counted, `receipts.jsonl` what left',
        ],
        [
          `\`${prefix}_TELEMETRY_ENDPOINT=https://…\``,
          'sends the reports to a collector of your own instead; the collector is open source too',
        ],
      ],
    ),
  ].join('\n')
}

// Channels that have a choice of their own; the rest is the channel `usage`.
function channelsOf({ events }: NormalContract): readonly string[] {
  return [...new Set(Object.values(events).map(({ channel }) => channel))].filter((channel) => channel !== 'usage')
}

/** Whether the product has the ready-made `telemetry` command: only what runs in a terminal does. */
export function hasCommand(contract: NormalContract): boolean {
  return contract.sources.includes('cli')
}
