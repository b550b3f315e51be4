// The door for processes that live: daemons, servers, watchers.
export { attach, type Daemon, type DaemonOptions, type StopReason } from './adapters/daemon-attach.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
