import type { Session } from '../core/session.ts'
import { sinkFolders } from '../core/sink-list.ts'
import type { CommandGiven, CommandOutput } from '../core/telemetry-types.ts'
import type { ControlCalls } from '../core/world.ts'
import { parseJson } from '../sender/parse-json.ts'
import { askConsent } from './ask-consent.ts'
import type { CommandPorts } from './command-ports.ts'
import { describeChange, describeLog, describePreview, describeStatus } from './describe-telemetry.ts'
import { csvReport, drawReport } from './draw-report.ts'
import { describeExplained, explainContract } from './explain-contract.ts'
import { describeForgotten, forgetSent } from './forget-sent.ts'
import { fullStatus } from './full-status.ts'
import { describeKept, stillKept } from './kept-until.ts'
import { linkOrg } from './link-org.ts'
import { ownNumbers } from './own-numbers.ts'
import { standardOutput } from './standard-output.ts'
import { channelConsent, channelsOf } from '../core/channel-consent.ts'

/** One run of a subcommand. */
export interface CommandRun {
  readonly session: Session
  readonly telemetry: ControlCalls
  readonly given: CommandGiven
  readonly output: CommandOutput
  readonly ports: CommandPorts
  /** Prints an answer: as data where it was asked for, else as words. */
  answer(data: unknown, words: () => string): void
}

/** Days of a report where nobody says, and at most. */
const REPORT_DAYS = 30
const MOST_DAYS = 400

const COMMANDS: { readonly [name: string]: (run: CommandRun) => number | Promise<number> } = {
  status({ session, telemetry, answer }) {
    const status = fullStatus(session, telemetry.status())
    answer(status, () => describeStatus(status))
    return 0
  },
  on: (run) => choose(run, 'on'),
  off: (run) => choose(run, 'off'),
  local: (run) => choose(run, 'local'),
  show({ telemetry, answer }) {
    const preview = telemetry.preview()
    const parsed = (bodies: readonly string[]): unknown[] => bodies.map((body) => parseJson(body))
    answer({ batches: parsed(preview.batches), unfinished: parsed(preview.unfinished) }, () =>
      describePreview(preview, telemetry.status()),
    )
    return 0
  },
  log({ telemetry, answer }) {
    const receipts = telemetry.receipts()
    answer(receipts, () => describeLog(receipts))
    return 0
  },
  report({ session, telemetry, given, output, answer }) {
    const days = given.days === undefined ? REPORT_DAYS : Number(given.days)
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
      output.complain(`--days takes a whole number from 1 to ${MOST_DAYS}, not ${String(given.days)}.`)
      return 2
    }
    const numbers = ownNumbers(session, telemetry, days)
    if (given.csv === true) output.print(csvReport(numbers))
    else answer(numbers, () => drawReport(numbers, { plain: isPlain(session) }))
    return 0
  },
  explain({ session, answer }) {
    const explained = explainContract(session)
    answer(explained, () => describeExplained(explained))
    return 0
  },
  forget,
  link: linkOrg,
  ask: askConsent,
  help({ given, output }) {
    output.print(String(given.text))
    return 0
  },
  wrong({ given, output }) {
    output.complain(String(given.text))
    return 2
  },
}

/**
 * Runs one subcommand of the `telemetry` command, or asks its question. What it does is the same whoever parsed the words.
 * @returns the exit code: 0 done, 1 not so, 2 wrong use, 3 something outside failed
 */
export async function runCommand(
  session: Session,
  telemetry: ControlCalls,
  name: string,
  given: CommandGiven = {},
  output: CommandOutput = standardOutput,
  ports: CommandPorts,
): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    output.complain(`There is no telemetry ${name}.`)
    return 2
  }
  const answer = (data: unknown, words: () => string): void =>
    output.print(given.json === true ? JSON.stringify(data, null, 2) : words())
  return command({ session, telemetry, given, output, ports, answer })
}

// The exit code says whether what was asked for is so from now on: a script that relies on it has to hear that something stands above.
async function choose(run: CommandRun, choice: 'on' | 'off' | 'local'): Promise<number> {
  const { session, telemetry, given, answer, output } = run
  const { contract } = session
  if (typeof given.channel === 'string') {
    const { channel } = given
    const known = channelsOf(session)
    if (!known.includes(channel)) {
      const named =
        known.length === 0 ? 'this tool has none' : `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
      output.complain(`There is no channel ${channel.slice(0, 60)}: ${named}.`)
      return 2
    }
    const { stored, status } = telemetry.setConsent(choice, { by: 'command', channel })
    const now = channelConsent(session, channel)
    answer({ stored, status, channel: { name: channel, ...now } }, () =>
      stored
        ? `The choice for ${channel} is stored: ${choice}. ${now.because}`
        : `There is no choice ${choice} for ${channel}.`,
    )
    if (!stored) return choice === 'local' ? 2 : 1
    return now.state === choice ? 0 : 1
  }
  const change = telemetry.setConsent(choice, { by: 'command' })
  const kept = choice === 'off' ? stillKept(session) : undefined
  const asked = choice === 'off' && given.forget === true ? await forgetSent(run) : undefined
  if (choice === 'off' && given.purge === true) purge(session)
  const words = [describeChange(choice, change)]
  if (asked !== undefined) words.push(describeForgotten(asked))
  else if (given.purge === true) words.push('The receipts and proofs of what left are gone from this machine, too.')
  else if (kept !== undefined) words.push(describeKept(kept, contract.name))
  answer(
    {
      ...change,
      ...(kept === undefined ? {} : { keptUntil: kept.until }),
      ...(asked === undefined ? {} : { forgotten: asked }),
    },
    () => words.filter((line) => line !== '').join('\n'),
  )
  if (!change.stored) return 1
  if (change.status.state !== choice) {
    output.complain(`In this environment something stronger decides: ${change.status.because}`)
    return 1
  }
  return asked !== undefined && asked.left > 0 ? 3 : 0
}

async function forget(run: CommandRun): Promise<number> {
  const { session, given, answer } = run
  if (given.purge === true) {
    purge(session)
    answer(
      { purged: true },
      () => 'The receipts and proofs of what left are gone from this machine. What left is kept until it expires.',
    )
    return 0
  }
  const forgotten = await forgetSent(run)
  answer(forgotten, () => describeForgotten(forgotten))
  return forgotten.left > 0 ? 3 : 0
}

function purge({ files, world }: Session): void {
  const place = files ?? world.files()
  if (place === undefined) return
  world.disk.remove(place.erasure)
  for (const { receipts } of [place, ...sinkFolders(world.disk, place)]) world.disk.remove(receipts)
}

// Letters only where a terminal says that it can draw nothing else.
function isPlain({ world: { env } }: Session): boolean {
  const language = env.LC_ALL || env.LC_CTYPE || env.LANG
  return env.TERM === 'dumb' || (language !== undefined && !/utf-?8/i.test(language))
}
