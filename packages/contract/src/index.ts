// The authoring door: what a contract file needs, and nothing that judges, so that it costs its host next to nothing.
export { defineContract, errors, event, rollup } from './define-contract.ts'
export { include, throughHost, type Included, type IncludeOptions } from './include.ts'
export { bucket, type BucketSpec } from './fields/bucket.ts'
export { bytes, type BytesSpec } from './fields/bytes.ts'
export { choice, type ChoiceSpec } from './fields/choice.ts'
export { choices, type ChoicesSpec } from './fields/choices.ts'
export { count, type CountSpec } from './fields/count.ts'
export { day, type DaySpec } from './fields/day.ts'
export { duration, type DurationSpec } from './fields/duration.ts'
export { flag, type FlagSpec } from './fields/flag.ts'
export { hash, type HashSpec } from './fields/hash.ts'
export { hour, type HourSpec } from './fields/hour.ts'
export { id, type IdSpec } from './fields/id.ts'
export { measure, type MeasureSpec } from './fields/measure.ts'
export { money, type MoneySpec } from './fields/money.ts'
export { score, type ScoreSpec } from './fields/score.ts'
export { tally, type TallySpec } from './fields/tally.ts'
export { version, type VersionSpec } from './fields/version.ts'
export { route, type RouteSpec } from './fields/route.ts'
export { known, type KnownSpec } from './fields/known.ts'
export { slug, type SlugSpec } from './fields/slug.ts'
export { domain, type DomainSpec } from './fields/domain.ts'
export { campaign, type CampaignSpec } from './fields/campaign.ts'
export { errorClass, type ErrorClassSpec } from './fields/error-class.ts'
export { text, type TextSpec } from './fields/text.ts'
export type {
  AlertSpec,
  Contract,
  DimensionsOf,
  ErrorsSpec,
  ErrorValuesOf,
  EventNames,
  EventSpec,
  MeasuresOf,
  OccurrenceSpec,
  PrivacyClass,
  Review,
  RollupNames,
  RollupSpec,
  Sampling,
  Scope,
  Suppression,
  Use,
  ValuesOf,
} from './contract-spec.ts'
export type { FieldSpec, InputOf, Modifiers, WireValue } from './field-spec.ts'
