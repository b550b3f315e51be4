import type { CompiledEvent } from './compiled-event.ts'
import { UNDECLARED, type Drift } from './drift.ts'
import { wireRange, type NumberSpec } from './fields/number-field.ts'
import { bucketIndex, keyToIndex, MAX_BUCKET } from './histogram.ts'
import { hasMoreKeys } from './judge-values.ts'
import { LIMITS } from './limits.ts'
import type { WireMeasure } from './wire-record.ts'

/**
 * Judges the measures of a counter: the histogram counts no more values than the counter, lies inside the field's range, and the sum
 * is one that such values can have. A measure that does not fit is left out.
 */
export function judgeMeasures(
  compiled: CompiledEvent,
  count: number,
  wire: { readonly [key: string]: unknown },
  drift: Drift[],
): { [field: string]: WireMeasure } | undefined {
  const kept: { [field: string]: WireMeasure } = {}
  let seen = 0
  let any = false
  for (const slot of compiled.measures) {
    if (!Object.hasOwn(wire, slot.name)) continue
    seen++
    // Of a masked number no sum is taken either.
    const measure =
      slot.field.kind === 'masked' ? undefined : judgeMeasure(slot.field as NumberSpec<string>, count, wire[slot.name])
    if (measure === undefined) drift.push([compiled.name, slot.name, 'off-shape'])
    else {
      kept[slot.name] = measure
      any = true
    }
  }
  if (hasMoreKeys(wire, seen)) drift.push([compiled.name, UNDECLARED, 'unknown-field'])
  return any ? kept : undefined
}

// The smallest and the largest whole number of each bucket from −1 on, with one unit of slack: the bounds are irrational.
const SMALLEST = /* @__PURE__ */ Array.from({ length: MAX_BUCKET + 2 }, (_, i) => Math.floor(2 ** ((i - 1) / 4)))
const LARGEST = /* @__PURE__ */ Array.from({ length: MAX_BUCKET + 2 }, (_, i) => Math.ceil(2 ** (i / 4)))

function judgeMeasure(field: NumberSpec<string>, count: number, wire: unknown): WireMeasure | undefined {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) return undefined
  const { sum, hist } = wire as { sum?: unknown; hist?: unknown }
  if (typeof sum !== 'number' || !Number.isSafeInteger(sum) || sum < 0 || Object.is(sum, -0)) return undefined
  if (
    typeof hist !== 'object' ||
    hist === null ||
    Array.isArray(hist) ||
    hasMoreKeys(wire as { [key: string]: unknown }, 2)
  )
    return undefined
  const { low, high } = wireRange(field)
  // `check` refuses such a measure: its values have no bucket.
  if (low < 0) return undefined
  const lowest = low === 0 ? -32_768 : bucketIndex(low)
  const highest = bucketIndex(high)
  const kept: { [bucket: string]: number } = {}
  let total = 0
  let least = 0
  let most = 0
  let entries = 0
  for (const key of Object.keys(hist)) {
    const index = keyToIndex(key)
    const n = (hist as { [key: string]: unknown })[key]
    if (index === undefined || index < lowest || index > highest || ++entries > LIMITS.histogramEntries)
      return undefined
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 1) return undefined
    kept[key] = n
    total += n
    if (index !== -32_768) {
      least += n * Math.max(low, SMALLEST[index + 1] as number)
      most += n * Math.min(high, LARGEST[index + 1] as number)
    }
  }
  if (total === 0 || total > count || sum < least || sum > most) return undefined
  return { sum, hist: kept }
}
