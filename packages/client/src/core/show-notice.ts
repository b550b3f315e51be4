import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { agreedBefore, widenedSince } from './agreed-version.ts'
import { isUnattended } from './agents.ts'
import { noticeText } from './notice.ts'
import type { Session } from './session.ts'
import { settingsText } from './settings-text.ts'
import { parseSettings, type Settings } from './settings.ts'

/**
 * Shows the notice on the host's own surface or at a terminal, and notes that it was shown; in a later run, notes that one
 * followed. Shows it again when the contract says more than was agreed to, which goes on holding meanwhile. Anywhere else it does
 * nothing: a notice that nobody reads is none.
 */
export function showNotice(session: Session): void {
  const { contract, options, world, files, watch } = session
  if (isUnattended(world.env, session.stem)) return
  session.obey()
  if (files === undefined || (options.notice === undefined && !world.isTerminal())) return
  // Read once more, so that a choice that was made a moment ago is not written over.
  const reading = parseSettings(world.disk.read(files.settings) ?? '')
  if (reading.kind !== 'read') {
    if (watch.consent.state === 'undecided' && world.disk.read(files.settings) === undefined)
      show(session, undefined, (text) => void world.disk.create(files.settings, text))
    return
  }
  const { settings } = reading
  const { notice } = settings
  const write = (text: string): void => {
    world.disk.write(files.settings, text)
    // What was counted in this run stays: nobody has decided anything in between.
    watch.look()
  }
  if (watch.consent.state === 'undecided') {
    if (settings.choice !== undefined) return
    if (notice === undefined) show(session, settings, write)
    else if (!notice.followed) write(settingsText({ ...settings, notice: { ...notice, followed: true } }))
  } else if (watch.consent.state === 'on') {
    const before = agreedBefore(contract, settings, session.clock())
    if (before === undefined || widenedSince(contract, before.version).length === 0) return
    if (notice?.version !== contract.version) show(session, { ...settings, agreed: before }, write)
    else if (!notice.followed) write(settingsText({ ...settings, notice: { ...notice, followed: true } }))
  }
}

function show(session: Session, settings: Settings | undefined, write: (text: string) => void): void {
  const { contract, options, world, endpoint } = session
  const digest = contractDigest(normalContract(contract))
  const before = settings?.agreed
  const text = noticeText(
    contract,
    hostOf(endpoint ?? ''),
    session.stem,
    digest,
    before && widenedSince(contract, before.version),
  )
  if (options.notice === undefined) world.complain(text)
  else if (options.notice(text) !== true) return
  const notice = { at: session.clock(), version: contract.version, digest, followed: false }
  write(settingsText({ ...settings, notice }))
}

function hostOf(endpoint: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(endpoint)?.[1] ?? endpoint
}
