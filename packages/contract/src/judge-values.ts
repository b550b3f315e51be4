import type { CompiledEvent, Slot } from './compiled-event.ts'
import { UNDECLARED, type Drift } from './drift.ts'
import type { WireValue } from './field-spec.ts'
import type { Reason } from './reasons.ts'

/**
 * Judges the values of one group of slots: each is kept as it is or left out, and drift says why.
 * @returns the kept values in declared order, or the reason to drop the record
 */
export function judgeValues(
  compiled: CompiledEvent,
  group: readonly Slot[],
  wire: { readonly [key: string]: unknown },
  drift: Drift[],
): { [field: string]: WireValue } | Reason {
  const kept: { [field: string]: WireValue } = {}
  let seen = 0
  for (const slot of group) {
    if (!Object.hasOwn(wire, slot.name)) {
      if (slot.required) return 'missing-field'
      continue
    }
    seen++
    const value = wire[slot.name]
    const reason = slot.judge(value)
    if (reason === undefined) kept[slot.name] = value as WireValue
    else {
      drift.push([compiled.name, slot.name, reason])
      if (slot.required) return 'missing-field'
    }
  }
  if (hasMoreKeys(wire, seen)) drift.push([compiled.name, UNDECLARED, 'unknown-field'])
  return kept
}

/**
 * Whether an object has more own enumerable keys than were recognised. Looks at one key more than those, and at no key of a
 * prototype: a proxy can make a chain of them that has no end.
 */
export function hasMoreKeys(wire: { readonly [key: string]: unknown }, recognised: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(wire)
  if (prototype !== Object.prototype && prototype !== null) return Object.keys(wire).length > recognised
  let keys = 0
  for (const key in wire) if (Object.hasOwn(wire, key) && ++keys > recognised) return true
  return false
}
