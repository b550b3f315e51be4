import type { Answers } from './new-answers.ts'
import { COUNTED } from './new-contract.ts'

/** How the code that attaches a telemetry is written. */
export type AttachForm = 'commander' | 'plain'

/**
 * The lines by which a product attaches its telemetry: complete, and right for the contract that the answers make.
 * @param contractFile the contract's file name, as it is imported
 * @param version the product's version as far as it is known
 */
export function attachCode(answers: Answers, form: AttachForm, contractFile: string, version: string): string {
  const { name, endpoint, sources, consent } = answers
  const source = sources[0] ?? 'cli'
  const where = consent === 'local' || endpoint === undefined ? undefined : endpoint
  const imports = [
    `import { createTelemetry } from '@plainsight/client/node'`,
    ...(form === 'commander' ? [`import { attach, telemetryCommand } from '@plainsight/client/commander'`] : []),
    `import contract from './${contractFile}'`,
  ]
  const make = [
    'const telemetry = createTelemetry(contract, {',
    `  productVersion: '${version}',`,
    where === undefined
      ? `  // endpoint: 'https://telemetry.${name}.example', // until there is one, nothing is counted`
      : `  endpoint: '${where}',`,
    `  source: '${source}',`,
    '})',
  ]
  return [...imports, '', ...make, '', ...use(answers, form)].join('\n')
}

function use({ kind, count }: Answers, form: AttachForm): string[] {
  const { event, field, ends } = COUNTED[kind]
  const first = JSON.stringify(count[0] ?? '').replaceAll('"', "'")
  if (form === 'commander')
    return [
      'program.addCommand(telemetryCommand(telemetry)) // telemetry status | on | off | local | show | log',
      'attach(telemetry, program) // counts each command, how it ended and how long it took',
    ]
  if (!ends)
    return [
      `telemetry.record('${event}', { ${field}: ${first} }) // the path of the request; the contract keeps its template`,
    ]
  return [
    `const span = telemetry.span('${event}', { ${field}: ${first} })`,
    'try {',
    `  // the ${{ command: 'command', tool: 'tool', method: 'function', job: 'job', page: 'page' }[field] ?? 'work'} itself`,
    `  span.end('ok')`,
    '} catch (error) {',
    `  span.end('error')`,
    '  throw error',
    '}',
  ]
}
