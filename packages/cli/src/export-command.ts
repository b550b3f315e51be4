import { Command } from 'commander'
import { resolve } from 'node:path'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'

interface ExportOptions {
  readonly raw?: true
  readonly data: string
  readonly contract?: string
  readonly from?: string
  readonly to?: string
}

/** `plainsight export --raw`: each stored row, once, with all its columns, for the owner of the data folder. */
export function exportCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('export')
    .description('print each stored row with all its columns, one JSON object a line; for the owner of the data folder')
    .requiredOption('--data <folder>', 'the data folder of a collector, which may be running')
    .option('--raw', 'single rows, no small group hidden; each such export is written to the folder’s audit log')
    .option('--contract <name>', 'only rows of this contract')
    .option('--from <day>', 'first UTC day, such as 2026-11-19')
    .option('--to <day>', 'last UTC day, included')
    .addHelpText('after', '\nExample:\n  plainsight export --raw --data .plainsight --contract acme > rows.ndjson')
    .action(async (options: ExportOptions) => end(await run(terminal, options)))
}

async function run(terminal: Terminal, { raw, data, ...asked }: ExportOptions): Promise<ExitCode> {
  // An export that hides small groups is another thing and not there yet; asking for single rows has to be said out loud.
  if (!raw) return refuseUse(terminal, 'Only single rows can be exported so far: say so with --raw.')
  for (const day of [asked.from, asked.to])
    if (day !== undefined && !isDay(day))
      return refuseUse(terminal, `${day} is no day: a UTC day is written 2026-11-19.`)
  const { exportRaw } = await import('@plainsight/server')
  const exported = await exportRaw({ dataDir: resolve(terminal.cwd, data), ...asked })
  if (exported.kind === 'refused') return refuseOutside(terminal, exported.message)
  for await (const line of exported.lines) terminal.print(line)
  return EXIT.done
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}
