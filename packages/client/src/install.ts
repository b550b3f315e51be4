// The door for installers.
export {
  installKind,
  recordInstall,
  recordUninstall,
  type Installed,
  type InstallKind,
  type Uninstalled,
} from './adapters/install-record.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
