import { canonicalJson } from './canonical-text.ts'
import type { ClaimIds } from './claim-ids.ts'
import type { Group } from './fold-lines.ts'
import { parse } from './json-words.ts'
import type { SenderJob } from './sender-job.ts'

/** Most records of one batch, and most bytes of its body (protocol.md, Cut). */
const MOST_RECORDS = 64
const MOST_BYTES = 49_152
/** Bytes of a body beside its drift and records: more than any context and all the rest. */
const FRAME = 4_000

/** A batch: its id and its exact body, a binary string. */
export type Batch = readonly [id: string, body: string]

/**
 * Cuts what was added up into batches: grouped by day, source, version, digest and context, records sorted by their canonical
 * bytes. The same lines under the same claim give the same bytes.
 */
export function cutBatches(
  groups: ReadonlyMap<string, Group>,
  { contract, events, presence, claim }: Pick<SenderJob, 'claim' | 'contract' | 'events' | 'presence'>,
  [batchId, machineId]: ClaimIds,
): Batch[] {
  const batches: Batch[] = []
  for (const key of [...groups.keys()].sort()) {
    const [{ v: version, g: digest, s: source, c, i: machine }, day, lines, drifted] = groups.get(key)!
    // Sorted by their texts, which stand first: a list is compared as its text, and a comparison of our own would be sent along.
    // eslint-disable-next-line typescript/require-array-sort-compare
    const records = [...lines.values()]
      .map(([{ t, e, b, n, m, a, r, i, u, f, z, w, gap, back, index }, { u: known }]): [string, readonly string[]] => {
        if (t === 'p')
          return [canonicalJson({ name: 'plainsight.presence', fields: { grain: w, gap, back, index } }), presence]
        // An event that this version of the product no longer declares was declared by the one that counted it.
        const [scope, link, names, externals] = events[e!] ?? ['', '', Object.keys(c), []]
        let ids: { [field: string]: string } | undefined
        for (const field of externals) {
          const id = u?.[field] ?? known?.[field]
          if (id) (ids ??= {})[field] = id
        }
        const measure: { [field: string]: unknown } = {}
        for (const field in m) measure[field] = { sum: m[field]![0], hist: m[field]![1] }
        const record = {
          name: e,
          by: b,
          count: n,
          measure: m && measure,
          at: a,
          rate: r,
          id: i ?? (machine === 0 ? undefined : machineId(scope, link, day)),
          ids,
          fields: f,
          ...z,
        }
        return [canonicalJson(record), names]
      })
      .sort()
    let drift = [...drifted].sort()
    do {
      const batch = batchId(claim, batches.length)
      const context: { [name: string]: unknown } = {}
      const taken: string[] = []
      let size = FRAME + drift.join().length
      for (const [text, names] of records) {
        size += text.length + 1
        if (taken[0] && (taken.length >= MOST_RECORDS || size > MOST_BYTES)) break
        taken.push(text)
        for (const name of names) context[name] = c[name]
      }
      records.splice(0, taken.length)
      const events = taken.map(parse)
      const noted = drift[0] && drift.map(parse)
      const whole = { batch, context, contract, day, digest, drift: noted, events, source, v: 1, version }
      batches.push([batch, canonicalJson(whole)])
      drift = []
    } while (records[0])
  }
  return batches
}
