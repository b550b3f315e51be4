import { fieldGate, fieldOf, usedField, type NormalContract } from '@plainsight/contract/judge'
import type { AskedEvent } from './asked-event.ts'

/** The noise of a field as one event uses it: its epsilon, and how many values it has; undefined where it says the truth. */
export function noisyField(
  contract: NormalContract,
  { event }: AskedEvent,
  name: string,
): { readonly epsilon: number; readonly values: number } | undefined {
  const use = Object.hasOwn(event.uses, name) ? event.uses[name] : undefined
  const declared = use === undefined ? undefined : fieldOf(contract, name)
  if (use === undefined || declared?.noise === undefined) return undefined
  const field = usedField(declared, use)
  const values = fieldGate(field).values(field)
  return values === undefined ? undefined : { epsilon: declared.noise.epsilon, values: values.length }
}
