import { canonicalJson } from '@plainsight/contract/canonical'
import { admitValue, type CompiledEvent, type Note, type WireValue } from '@plainsight/contract/judge'
import { noiseShare, noisyValue } from '@plainsight/contract/noise'

/** What noise makes of one record. */
export interface NoisyRecord {
  /** The true values as canonical JSON: what is counted once is counted once by them, and `once.json` on this machine keeps them. */
  readonly truth: string
  /** What is recorded in their place. */
  readonly said: object
}

/** What noise may ask of the outside. */
export interface NoisePorts {
  readonly contract: string
  /** The machine's secret, by which the same truth always gives the same answer; undefined where none may be made. */
  secret(): Uint8Array | undefined
  /** A fresh number in [0, 1). */
  chance(): number
  /** Whether nothing of this leaves: then the truth is recorded. */
  isLocal(): boolean
}

/**
 * Memoised randomised response for the noisy fields of one event (privacy.md, 5).
 * @returns undefined where the event has none
 */
export function noiseOf(compiled: CompiledEvent, ports: NoisePorts): ((given: unknown) => NoisyRecord) | undefined {
  const { slots } = compiled
  const noisy = slots.flatMap((slot, i) =>
    slot.field.noise === undefined || slot.values === undefined
      ? []
      : [{ i, field: slot.name, values: slot.values, epsilon: slot.field.noise.epsilon }],
  )
  if (noisy.length === 0) return undefined
  return (given) => {
    const note: Note = { reason: undefined }
    const truth: { [field: string]: WireValue } = {}
    slots.forEach((slot, i) => {
      const value = slot.role === 'measure' ? undefined : admitValue(compiled, i, given, note)
      if (value !== undefined) truth[slot.name] = value
    })
    const said: { [field: string]: unknown } = { ...(given as object) }
    for (const { field, values, epsilon } of ports.isLocal() ? [] : noisy) {
      const value = truth[field]
      if (value === undefined) continue
      const secret = ports.secret()
      // Without a secret the same truth may give another answer: it is told once a process, and never by a machine that has an id.
      const share = secret === undefined ? ports.chance() : noiseShare(secret, ports.contract, field, value)
      said[field] = noisyValue(values, value, epsilon, share)
    }
    return { truth: canonicalJson(truth) as string, said }
  }
}
