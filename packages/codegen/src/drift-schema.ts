import { ERROR_PARTS } from '@plainsight/contract/errors'
import {
  ENVIRONMENT,
  isReason,
  LIMITS,
  PRESENCE,
  REASONS,
  UNDECLARED,
  WHOLE_RECORD,
  type CompiledContract,
} from '@plainsight/contract/judge'
import { contextNames } from './context-names.ts'
import type { Schema } from './value-schema.ts'

/** What a station keeps of the drift that a client reports: declared names and known reasons, each triple once. */
export function driftSchema(compiled: CompiledContract): Schema {
  const { contract } = compiled
  const reasons = Object.keys(REASONS).filter(isReason)
  const entry = (event: string, fields: readonly string[]): Schema => ({
    type: 'array',
    prefixItems: [{ const: event }, { enum: [...new Set(fields)] }, { enum: reasons }],
    minItems: 3,
    maxItems: 3,
  })
  const whole = [WHOLE_RECORD, UNDECLARED]
  const events = Object.entries(contract.events).map(([name, { kind }]) =>
    entry(name, [
      ...whole,
      'id',
      'rate',
      ...(kind === 'errors' ? ERROR_PARTS : []),
      ...(compiled.event(name)?.slots ?? []).map((slot) => slot.name),
    ]),
  )
  return {
    description: 'What did not fit: event, field, reason; never a value',
    type: 'array',
    maxItems: LIMITS.driftEntries,
    uniqueItems: true,
    items: {
      oneOf: [
        ...events,
        entry(PRESENCE, whole),
        entry(ENVIRONMENT, whole),
        entry('context', [...whole, ...contextNames(contract)]),
        entry(UNDECLARED, whole),
      ],
    },
  }
}
