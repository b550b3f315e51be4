import { noticeText } from './notice.ts'
import { openContractCache } from './contract-cache.ts'
import type { Session } from './session.ts'
import { parseSettings, settingsText } from './settings.ts'

/** Whether this process is one that a notice could be shown in, should nobody turn up who decides. */
export function mayShowNotice({ watch, files }: Session): boolean {
  const { state, row } = watch.consent
  return (
    state === 'undecided' &&
    row === 12 &&
    files !== undefined &&
    !watch.unattended &&
    watch.settings?.choice === undefined
  )
}

/**
 * Shows the notice on the host's own surface or at a terminal, and notes that it was shown; in a later run, notes that one
 * followed. Anywhere else it does nothing: a notice that nobody reads is none.
 */
export function showNotice(session: Session): void {
  const { contract, options, world, files, endpoint } = session
  session.obey()
  if (!mayShowNotice(session) || files === undefined || contract.consent.preset === 'opt-in') return
  const { notice } = session.watch.settings ?? {}
  if (notice?.followed === true) return
  if (options.notice === undefined && !world.isTerminal()) return
  if (notice !== undefined) {
    // Read once more, so that a choice that was made a moment ago is not written over.
    const reading = parseSettings(world.disk.read(files.settings) ?? '')
    if (reading.kind !== 'read' || reading.settings.notice === undefined || reading.settings.choice !== undefined)
      return
    world.disk.write(files.settings, settingsText({ ...reading.settings, notice: { ...notice, followed: true } }))
    return
  }
  const { digest } = openContractCache(contract, world.disk, undefined).cache
  const text = noticeText(contract, hostOf(endpoint ?? ''), session.stem, digest)
  if (options.notice === undefined) world.complain(text)
  else if (options.notice(text) !== true) return
  const shown = { at: session.clock(), version: contract.version, digest, followed: false }
  world.disk.create(files.settings, settingsText({ notice: shown }))
}

function hostOf(endpoint: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(endpoint)?.[1] ?? endpoint
}
