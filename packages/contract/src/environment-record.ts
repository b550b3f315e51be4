import type { Slot } from './compiled-event.ts'
import { hasMoreKeys } from './judge-values.ts'
import type { Reason } from './reasons.ts'
import { ENVIRONMENT, type EnvironmentRecord } from './wire-record.ts'

/**
 * Judges a row of the built-in roll-up: one context value alone, and nothing beside it.
 * @param slots the fields that the contract names under `environment`
 */
export function judgeEnvironment(
  wire: { readonly [key: string]: unknown },
  slots: ReadonlyMap<string, Slot>,
): EnvironmentRecord | Reason {
  const fields = wire.fields as { readonly [key: string]: unknown } | undefined
  if (typeof fields !== 'object' || fields === null || hasMoreKeys(wire, 2) || hasMoreKeys(fields, 2))
    return 'malformed'
  const { field, value } = fields
  const slot = typeof field === 'string' ? slots.get(field) : undefined
  if (slot === undefined || slot.judge(value) !== undefined) return 'malformed'
  return { name: ENVIRONMENT, fields: { field: slot.name, value: value as string | boolean } }
}
