import { Command, Option } from 'commander'
import { resolve } from 'node:path'
import { dashboardDir } from './dashboard-dir.ts'
import type { ExitCode } from './exit-codes.ts'
import { portNumber } from './port-number.ts'
import { readLimits } from './read-limits.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

interface ServeOptions {
  readonly contracts: string
  readonly data: string
  readonly host: string
  readonly port: number
  readonly clickhouse?: string
  readonly durability?: 'fsync' | 'os'
  readonly limits?: string
  readonly tokens?: string
  readonly catalogues?: string
  readonly k?: number
}

/** `plainsight serve`: the collector, its store and the page, until it is told to end. */
export function serveCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('serve')
    .description('run the collector, its store and the page until Ctrl-C')
    .requiredOption('--contracts <folder>', 'every *.lock.json below it is read')
    .requiredOption('--data <folder>', 'the lasting folder; made where it is missing')
    .option('--host <address>', 'where to listen; the page is shown on a loopback address only', '127.0.0.1')
    .option('--port <number>', '0 picks a free one', portNumber, 4680)
    .option('--clickhouse <url>', 'a ClickHouse server to use instead of the embedded store')
    .addOption(new Option('--durability <what>', 'what an answer of 200 stands for').choices(['fsync', 'os']))
    .option('--limits <file>', 'a JSON file with numbers that replace the limits of the collector')
    .option('--tokens <file>', 'a JSON file with the SHA-256 of the token of each service that may send')
    .option('--catalogues <folder>', 'public catalogues for fields of the type slug: NAME.json, a list of keys')
    .option('--k <number>', 'smallest number of machines that a shown group has; 5 when left out', wholeNumber)
    .addHelpText('after', '\nExample:\n  plainsight serve --contracts . --data .plainsight')
    .action(async (options: ServeOptions) => {
      const code = await serve(terminal, options)
      if (code !== undefined) end(code)
    })
}

// Undefined while it serves: the process then ends by a signal, with code 0.
async function serve(terminal: Terminal, options: ServeOptions): Promise<ExitCode | undefined> {
  const { contracts, data, limits: file, tokens, catalogues, ...rest } = options
  const limits = file === undefined ? undefined : readLimits(resolve(terminal.cwd, file))
  if (typeof limits === 'string') return refuseUse(terminal, limits)
  // Loaded here and not at the top: no other command should wait for a server's modules.
  const { closeOnSignals, startServer } = await import('@plainsight/server')
  const pageFolder = dashboardDir()
  const server = await startServer({
    contractsDir: resolve(terminal.cwd, contracts),
    dataDir: resolve(terminal.cwd, data),
    ...rest,
    ...(limits === undefined ? {} : { limits }),
    ...(catalogues === undefined ? {} : { cataloguesDir: resolve(terminal.cwd, catalogues) }),
    ...(tokens === undefined ? {} : { tokensFile: resolve(terminal.cwd, tokens) }),
    ...(pageFolder === undefined ? {} : { dashboardDir: pageFolder }),
  })
  if (server.kind === 'refused') return refuseOutside(terminal, server.message)
  closeOnSignals(server, () => terminal.say('closing: what was taken is kept'))
  terminal.print(`listening on ${server.url}`)
  terminal.say(`the page is at ${server.url}/app/`)
  return undefined
}
