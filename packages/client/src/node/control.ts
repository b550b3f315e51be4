// The file beside the door: what a process seldom needs, and the hand-over to a sender of its own.
import type { FieldSpec } from '@plainsight/contract'
import { isProbe, PROBES, takeRareGates } from '@plainsight/contract/judge'
import { rareGate } from './late-fields.ts'

export * from '../core/control.ts'
export { rareGate }
export { handOver } from './sender-start.ts'
export { sendHere } from './send-here.ts'
// What a test's telemetry is made with.
export { settingsText } from '../core/settings-text.ts'
export { sendNow } from '../core/send-now.ts'
export { randomBytes } from './chance.ts'
export { isProjectRoot } from './is-project-root.ts'
export { projectRoot } from './project-root.ts'
export { commandHere } from './late-command.ts'
export { reportError } from './late-errors.ts'
export { rareProbe } from './rare-probe.ts'
// Only where the developer's desk started the process.
export { atDesk } from './at-desk.ts'

/** The declaration of a probe that the door does not have itself (packages/client/beside-door.ts). */
export function probeField(name: string): FieldSpec | undefined {
  return isProbe(name) ? PROBES[name] : undefined
}

// In a host of the other module form, what lies beside the door judges by a copy that nobody has told where the rarer types are.
takeRareGates(rareGate)
