import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { noticeText } from './notice.ts'
import type { Session } from './session.ts'
import { settingsText } from './settings-text.ts'
import { parseSettings } from './settings.ts'

/**
 * Shows the notice on the host's own surface or at a terminal, and notes that it was shown; in a later run, notes that one
 * followed. Anywhere else it does nothing: a notice that nobody reads is none.
 */
export function showNotice(session: Session): void {
  const { contract, options, world, files, endpoint, watch } = session
  session.obey()
  if (watch.consent.state !== 'undecided' || files === undefined || watch.settings?.choice !== undefined) return
  if (options.notice === undefined && !world.isTerminal()) return
  const { notice } = watch.settings ?? {}
  if (notice !== undefined) {
    // Read once more, so that a choice that was made a moment ago is not written over.
    const reading = parseSettings(world.disk.read(files.settings) ?? '')
    if (reading.kind !== 'read' || reading.settings.choice !== undefined) return
    world.disk.write(files.settings, settingsText({ ...reading.settings, notice: { ...notice, followed: true } }))
    return
  }
  const digest = contractDigest(normalContract(contract))
  const text = noticeText(contract, hostOf(endpoint ?? ''), session.stem, digest)
  if (options.notice === undefined) world.complain(text)
  else if (options.notice(text) !== true) return
  const shown = { at: session.clock(), version: contract.version, digest, followed: false }
  world.disk.create(files.settings, settingsText({ notice: shown }))
}

function hostOf(endpoint: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(endpoint)?.[1] ?? endpoint
}
