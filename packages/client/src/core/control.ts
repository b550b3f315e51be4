// What a process seldom needs: answers about consent, stored choices, the notice, digests, rules that few events have, the job of a
// sender. It is a file of its own, loaded at the first use of any of it, so that counting loads none of it.
import type { Contract } from '@plainsight/contract'
import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { parseJson } from '../sender/parse-json.ts'
import type { Session } from './session.ts'
import { receiptLines } from './sink-list.ts'
import type { ReceiptEntry } from './telemetry-types.ts'

export { hex } from '@plainsight/contract/canonical'
export { isAtLeast } from '@plainsight/contract/judge'
export { evictOldest } from './evict-oldest.ts'
export { finishFolds, foldLocal, foldSpool } from './fold-spool.ts'
export { removeUnsent } from './forget-unsent.ts'
export { channelConsent, isChannelOn } from './channel-consent.ts'
export { migrateChoice } from './older-state.ts'
export { agreedBefore } from './agreed-version.ts'
export { agreedEvent, isExpired } from './agreed-event.ts'
export { addPresence } from './presence.ts'
export { createRareRules } from './rare-rules.ts'
export { readLowering } from './lowering.ts'
export { previewOf } from './preview-of.ts'
export { senderJobOf } from './sender-job-of.ts'
export { makeSettingLine } from './setting-line.ts'
export { addSink } from './sink-list.ts'
export { withoutStopped } from './stopped-events.ts'
export { showNotice } from './show-notice.ts'
export { statusOf } from './status-of.ts'
export { storeChoice } from './store-choice.ts'
export { debugText } from './debug-text.ts'
export { writeContractCache } from './write-contract-cache.ts'

/** The digest of a contract as authored, 64 hex digits. */
export function digestOf(contract: Contract): string {
  return contractDigest(normalContract(contract))
}

/** The receipts of what left, oldest first. */
export function readReceipts({ world, watch }: Session): ReceiptEntry[] {
  const files = watch.files ?? world.files()
  const lines = files === undefined ? [] : receiptLines(world.disk, files)
  return lines.flatMap((line) => parseJson<ReceiptEntry>(line) ?? [])
}

/** All of it, as a process that loads it later sees it. */
export type Control = typeof import('./control.ts')
