import type { Answers, Kind } from './new-answers.ts'
import { COUNTED, quoted } from './new-contract.ts'

/** How the code that attaches a telemetry is written: by the adapter of a parser or a server, or with nothing but the client. */
export type AttachForm = 'commander' | 'yargs' | 'citty' | 'oclif' | 'mcp' | 'plain'

/** The forms that fit a kind of product; the last one fits whatever the package depends on. */
export function formsOf(kind: Kind): readonly AttachForm[] {
  if (kind === 'cli') return ['commander', 'yargs', 'citty', 'oclif', 'plain']
  return kind === 'mcp' ? ['mcp', 'plain'] : ['plain']
}

/** The package by which a form is known to fit. */
export const FORM_PACKAGES: { readonly [form in Exclude<AttachForm, 'plain'>]: string } = {
  commander: 'commander',
  yargs: 'yargs',
  citty: 'citty',
  oclif: '@oclif/core',
  mcp: '@modelcontextprotocol/sdk',
}

/**
 * The lines by which a product attaches its telemetry: complete, and right for the contract that the answers make.
 * @param contractFile the contract's file name, as it is imported
 * @param version the product's version as far as it is known
 */
export function attachCode(answers: Answers, form: AttachForm, contractFile: string, version: string): string {
  const { name, endpoint, sources, consent, kind } = answers
  const source = sources[0] ?? 'cli'
  const where = consent === 'local' || endpoint === undefined ? undefined : endpoint
  const door = form === 'plain' && kind !== 'cli' ? undefined : form
  const words = form === 'mcp' ? 'attach' : 'attach, telemetryCommand'
  const imports = [
    `import { createTelemetry } from '@plainsight/client/node'`,
    ...(door === undefined ? [] : [`import { ${words} } from '@plainsight/client/${door}'`]),
    `import contract from './${contractFile}'`,
  ]
  const make = [
    'const telemetry = createTelemetry(contract, {',
    `  productVersion: ${quoted(version)},`,
    where === undefined
      ? `  // endpoint: 'https://telemetry.${name}.example', // until there is one, nothing is counted`
      : `  endpoint: ${quoted(where)},`,
    `  source: ${quoted(source)},`,
    // What lives sends while it is idle; a command hands over when it ends.
    ...(form === 'mcp' || kind === 'daemon' || kind === 'web' ? [`  send: 'idle',`] : []),
    '})',
  ]
  return [...imports, '', ...make, '', ...use(answers, form)].join('\n')
}

// On lines of their own: what is to be copied out of a terminal is not to be wrapped.
const COUNTS = '// Counts each command, how it ended and how long it took.'
const SUBCOMMANDS = '// telemetry status | on | off | local | show | log | report | explain | forget | link'

function use(answers: Answers, form: AttachForm): string[] {
  switch (form) {
    case 'commander':
      return [SUBCOMMANDS, 'program.addCommand(telemetryCommand(telemetry))', COUNTS, 'attach(telemetry, program)']
    case 'yargs':
      return [SUBCOMMANDS, 'program.command(telemetryCommand(telemetry))', COUNTS, 'attach(telemetry, program)']
    case 'citty':
      return [
        '// among the subCommands of main: telemetry: telemetryCommand(telemetry),',
        COUNTS,
        'attach(telemetry, main)',
      ]
    case 'oclif':
      return [
        COUNTS.replace('Counts', 'Hooks that count'),
        'export const { prerun, preparse, finish } = attach(telemetry)',
        '// Beside your own.',
        'export const commands = { telemetry: telemetryCommand(telemetry, Command) }',
      ]
    case 'mcp':
      return [
        '// Before it connects. Counts each call after its reply; arguments are never read.',
        'attach(telemetry, server)',
      ]
    case 'plain':
      return usePlain(answers)
  }
}

function usePlain({ kind, count }: Answers): string[] {
  const { event, field, ends } = COUNTED[kind]
  const first = quoted(count[0] ?? '')
  if (kind === 'cli')
    return [
      'const words = process.argv.slice(2)',
      SUBCOMMANDS,
      `if (words[0] === 'telemetry') await telemetryCommand(telemetry)(words.slice(1))`,
      'else',
      `  await attach(telemetry, words).during(async () => {`,
      `    // The command itself. ${COUNTS.slice(3)}`,
      '  })',
    ]
  if (!ends)
    return ['// The path of the request; its template is kept.', `telemetry.record('${event}', { ${field}: ${first} })`]
  return [
    `const span = telemetry.span('${event}', { ${field}: ${first} })`,
    'try {',
    `  // the ${field === 'method' ? 'function' : field} itself`,
    `  span.end('ok')`,
    '} catch (error) {',
    `  span.end('error')`,
    '  throw error',
    '}',
  ]
}
