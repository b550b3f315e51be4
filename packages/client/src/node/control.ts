// The file beside the door: what a process seldom needs, and the hand-over to a sender of its own.
export * from '../core/control.ts'
export { rareGate } from '@plainsight/contract/judge'
export { handOver } from './sender-start.ts'
export { randomBytes } from './chance.ts'
export { rareProbe } from './rare-probe.ts'
