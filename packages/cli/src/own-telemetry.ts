import type { Telemetry } from '@plainsight/client/node'
import type contract from '@plainsight/contracts/plainsight'
import { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ownVersion } from './own-version.ts'

/** Names a collector for the reports of this command itself. Without it nothing is created, loaded or counted. */
const OWN_ENDPOINT = 'PLAINSIGHT_TELEMETRY_ENDPOINT'

type OwnTelemetry = Telemetry<typeof contract>

/** What the exit codes are called in `contracts/plainsight.telemetry.ts`. */
const EXIT_WORDS = {
  [EXIT.done]: 'done',
  [EXIT.finding]: 'finding',
  [EXIT.wrongUse]: 'wrong-use',
  [EXIT.outside]: 'outside',
} as const

/**
 * Adds what this command reports of itself, by its own contract: the `telemetry` command and `--no-telemetry` always; the counting only
 * where a collector is named, and then only for whoever said yes.
 * @param env where the collector is named
 * @param end is told the exit code of the `telemetry` command where its words mean nothing
 */
export async function attachOwnTelemetry(
  program: Command,
  env: NodeJS.ProcessEnv,
  end: (code: ExitCode) => void,
): Promise<void> {
  let made: Promise<OwnTelemetry> | undefined
  const load = (): Promise<OwnTelemetry> => (made ??= loadOwnTelemetry())
  program.addCommand(controlCommand(load, end))
  if ((env[OWN_ENDPOINT] ?? '').trim() === '') {
    // Taken and without meaning: nothing is counted anyway.
    program.option('--no-telemetry', 'count nothing in this run')
    return
  }
  const [telemetry, { attach }] = await Promise.all([load(), import('@plainsight/client/commander')])
  const running = attach(telemetry, program)
  // Commander runs the last hook first, so the word is there before the count ends.
  program.hook('postAction', () => {
    const code = Number(process.exitCode ?? EXIT.done)
    if (isExitCode(code)) running.annotate({ exit: EXIT_WORDS[code] })
  })
}

function isExitCode(code: number): code is ExitCode {
  return Object.hasOwn(EXIT_WORDS, code)
}

async function loadOwnTelemetry(): Promise<OwnTelemetry> {
  const [{ createTelemetry }, own] = await Promise.all([
    import('@plainsight/client/node'),
    import('@plainsight/contracts/plainsight'),
  ])
  return createTelemetry(own.default, { productVersion: ownVersion(), source: 'cli' })
}

// Stands for the ready-made command until it is asked for: no other run loads the client.
function controlCommand(load: () => Promise<OwnTelemetry>, end: (code: ExitCode) => void): Command {
  return new Command('telemetry')
    .description('see, allow or refuse what this command reports of itself')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const { telemetryCommand } = await import('@plainsight/client/commander')
      const command = telemetryCommand(await load()).name('plainsight telemetry')
      // Its own copy of commander may be another one, so its refusals are known by their code.
      for (const each of [command, ...command.commands]) each.exitOverride()
      try {
        await command.parseAsync([...words], { from: 'user' })
      } catch (error) {
        const { code, exitCode } = error as { code?: unknown; exitCode?: unknown }
        if (typeof code !== 'string' || !code.startsWith('commander.')) throw error
        end(exitCode === 0 ? EXIT.done : EXIT.wrongUse)
      }
    })
}
