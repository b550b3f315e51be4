import { isUnattended } from '../core/agents.ts'
import { agreedBefore, widenedSince } from '../core/agreed-version.ts'
import { DAY_MS, dayOf, dayStart } from '../core/day.ts'
import { settingsText } from '../core/settings-text.ts'
import { parseSettings, type Settings } from '../core/settings.ts'
import { describeExplained, explainContract } from './explain-contract.ts'
import type { CommandRun } from './run-command.ts'

/** A question that was left without an answer is not asked again for this long, days (privacy.md, 9). */
const QUIET_DAYS = 182
/** How often it is said that neither yes nor no was understood. */
const MOST_TRIES = 3

/** What came of asking, as an exit code: answered, left open, or not asked at all. */
export const ANSWERED = 0
export const LEFT_OPEN = 1
export const NOT_ASKED = 4

/**
 * Asks whether use may be counted: once, at a terminal, where nobody has decided. Yes and no are equally near; an answer that is
 * neither, the end of the input and Ctrl-C leave it undecided. Asked again after half a year, or when the contract says more than a
 * yes was given to; a no to that keeps the yes that was given.
 */
export async function askConsent(run: CommandRun): Promise<number> {
  const { session, telemetry, output, ports } = run
  const { contract, world, stem, clock } = session
  session.obey()
  const files = session.files
  if (files === undefined || !ports.isInteractive() || isUnattended(world.env, stem)) return NOT_ASKED
  const text = world.disk.read(files.settings)
  const reading = text === undefined ? undefined : parseSettings(text)
  if (reading !== undefined && reading.kind !== 'read') return NOT_ASKED
  const settings: Settings = reading?.settings ?? {}
  const { state, row } = session.watch.consent
  const before = settings.choice === 'on' ? agreedBefore(contract, settings, clock()) : undefined
  const added = before === undefined ? [] : widenedSince(contract, before.version)
  const isNew = state === 'undecided' && row === 12 && settings.choice === undefined
  if (!isNew && !(state === 'on' && added.length > 0)) return NOT_ASKED
  const { asked } = settings
  const isFresh = asked === undefined || (clock() - dayStart(asked.day)) / DAY_MS >= QUIET_DAYS
  // A later version that says more is another question than the one that was left open.
  if (!isFresh && (isNew || asked.version === contract.version)) return NOT_ASKED

  const explained = explainContract(session)
  const where = explained.destinations.map(({ host }) => host).join(', ') || session.endpoint || 'nowhere'
  output.complain(
    [
      added.length === 0
        ? `${contract.title} would like to count which of its features are used, by a list that it publishes, and report to ${where}.`
        : `${contract.title} would like to count more than you agreed to: ${added.join(', ')}. It would report to ${where}.`,
      'It never holds anything you typed, no names, no paths. You can change your mind at any time:',
      `${contract.name} telemetry on | off | explain.`,
    ].join('\n'),
  )
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const said = (await ports.ask('May it? yes / no / ? for everything that is counted: '))?.trim().toLowerCase()
    if (said === undefined) break
    if (said === '?') {
      output.complain(describeExplained(explained))
      tries--
      continue
    }
    if (['y', 'yes'].includes(said)) return decide('on')
    if (['n', 'no'].includes(said)) return added.length > 0 ? leaveOpen() : decide('off')
    output.complain('Please say yes or no; to decide later, press Ctrl-D.')
  }
  return leaveOpen()

  function decide(choice: 'on' | 'off'): number {
    const { stored } = telemetry.setConsent(choice, { by: 'installer' })
    output.complain(
      !stored
        ? 'The answer could not be stored, so nothing is counted.'
        : choice === 'on'
          ? `Thank you. ${contract.name} telemetry off takes it back at any time.`
          : 'Nothing will be counted.',
    )
    return stored ? ANSWERED : LEFT_OPEN
  }

  function leaveOpen(): number {
    const now = parseSettings(world.disk.read(files!.settings) ?? '')
    const latest = now.kind === 'read' ? now.settings : settings
    world.disk.write(
      files!.settings,
      settingsText({ ...latest, asked: { day: dayOf(clock()), version: contract.version } }),
    )
    output.complain(
      added.length > 0
        ? 'It goes on counting what you agreed to.'
        : `Nothing is counted. ${contract.name} telemetry on | off decides it.`,
    )
    return LEFT_OPEN
  }
}
