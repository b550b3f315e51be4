// The door to the judge: compiled from a contract, used at every station.
export { admitRecord } from './admit-record.ts'
export { admitValue } from './admit-value.ts'
export type { BuildManifest } from './build-manifest.ts'
export { compileContract, type CompiledContract } from './compile-contract.ts'
export { compileEvent, type CompiledEvent, type Slot } from './compiled-event.ts'
export { UNDECLARED, WHOLE_RECORD, type Drift, type Verdict } from './drift.ts'
export { fieldGate, takeRareGates } from './field-gates.ts'
export type { AdmitPorts, Column, FieldGate, FieldType, Note, WireValue } from './field-spec.ts'
export { FIELD_TYPES, fieldType } from './field-types.ts'
export { wireRange, type NumberSpec, type WireRange } from './fields/number-field.ts'
export { hasMoreKeys } from './judge-values.ts'
export type { Station } from './judge-record.ts'
export { ERROR_CLASSES } from './error-classes.ts'
export { KNOWN_LISTS } from './known-lists.ts'
export { REFERRERS } from './referrers.ts'
export { LIMITS } from './limits.ts'
export { normalContract, type NormalContract } from './normal-contract.ts'
export {
  fieldOf,
  heldField,
  isExternalId,
  normalEvent,
  usedField,
  type NormalEvent,
  type NormalUse,
} from './normal-event.ts'
export { BACKS, GAPS, INDEXES } from './presence-record.ts'
export { EVENT_PROBES, PROBES, isProbe, type ProbeName } from './probes.ts'
export { rareGate } from './rare-gates.ts'
export { REDACTED } from './redacted.ts'
export { REASONS, isReason, type Reason } from './reasons.ts'
export { settlementOf, settleValue, type Settlement } from './settle-value.ts'
export { yesCovers, type Coverage } from './yes-covers.ts'
export { compareSemver, isAtLeast, parseSemver } from './semver.ts'
export {
  ENVIRONMENT,
  PRESENCE,
  type EnvironmentRecord,
  type ErrorCause,
  type ErrorRecord,
  type OccurrenceRecord,
  type PresenceRecord,
  type RollupRecord,
  type WireError,
  type WireMeasure,
  type WireRecord,
  type WireValues,
} from './wire-record.ts'
