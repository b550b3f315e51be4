import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { dayOf } from './day.ts'
import { forgetChannel } from './forget-channel.ts'
import { forgetUnsent, removeUnsent } from './forget-unsent.ts'
import type { Session } from './session.ts'
import { settingsText } from './settings-text.ts'
import { parseSettings, type Settings } from './settings.ts'

/** How a choice was made, and of what. */
export interface ChoiceDetails {
  /** `command`, `installer`, or a word of the host's. */
  readonly by?: string
  /** A channel of its own, such as `errors`; the choice for everything else stays as it is. */
  readonly channel?: string
}

/** What a channel may be called. */
const CHANNEL = /^[a-z][a-z0-9-]{0,30}$/

/**
 * Stores the person's choice, for the contract as it is now. Off removes at once what was not yet sent.
 * @returns whether it could be stored
 */
export function storeChoice(
  session: Session,
  choice: 'on' | 'off' | 'local',
  { by = 'host', channel }: ChoiceDetails = {},
): boolean {
  const { contract, world } = session
  // Off by the environment touches nothing by itself, but the person may still say what holds when that is gone.
  const files = session.files ?? world.files()
  if (files === undefined) return false
  const { disk } = world
  const before = readSettings(() => disk.read(files.settings))
  if (channel !== undefined && channel !== 'usage') {
    // A channel leaves or does not; there is no counting it for oneself.
    if (choice === 'local' || !CHANNEL.test(channel)) return false
    const channels = { ...before.channels, [channel]: choice }
    disk.write(files.settings, settingsText({ ...before, channels }))
    if (choice === 'off') forgetChannel(session, files, channel)
    session.obey()
    return true
  }
  const { notice, channels, org, first = session.clock() } = before
  const settings: Settings = {
    choice,
    how: by,
    day: dayOf(session.clock()),
    version: contract.version,
    digest: contractDigest(normalContract(contract)),
    // After an off the machine is a new one.
    ...(choice === 'off' ? {} : { first }),
    ...(choice === 'off' || org === undefined ? {} : { org }),
    ...(notice === undefined ? {} : { notice }),
    ...(channels === undefined ? {} : { channels }),
  }
  disk.write(files.settings, settingsText(settings))
  if (choice === 'off') {
    forgetUnsent(session, files)
    // Once more when this process ends: a sender that was at work has heard of it by then, and writes nothing more.
    const sweep = (): void => {
      const now = readSettings(() => disk.read(files.settings))
      if (now.choice === 'off') removeUnsent(disk, files)
    }
    world.onLeave({ leave: sweep, signals: false })
  }
  session.obey()
  return true
}

function readSettings(read: () => string | undefined): Settings {
  try {
    const reading = parseSettings(read() ?? '')
    return reading.kind === 'read' ? reading.settings : {}
  } catch {
    return {}
  }
}
