import { canonicalJson } from './canonical-text.ts'
import type { Group } from './fold-lines.ts'
import type { SenderJob } from './sender-job.ts'

/** Most records of one batch, and most bytes of its body (protocol.md, Cut). */
const MOST_RECORDS = 64
const MOST_BYTES = 49_152
/** Bytes of a body beside its context, drift and records. */
const FRAME = 300

/** A batch: its id and its exact body, a binary string. */
export type Batch = readonly [id: string, body: string]

/**
 * Cuts what was added up into batches: grouped by day, source, version, digest and context, records sorted by their canonical
 * bytes. The same lines under the same claim give the same bytes.
 * @param idOf the machine's id under a scope, a link and a day; undefined where the scope has none
 * @param batchId the id of the i-th batch
 */
export function cutBatches(
  groups: ReadonlyMap<string, Group>,
  { contract, events, presence }: Pick<SenderJob, 'contract' | 'events' | 'presence'>,
  idOf: (scope: string, link: string, day: string) => string | undefined,
  batchId: (index: number) => string,
): Batch[] {
  const batches: Batch[] = []
  for (const key of [...groups.keys()].sort()) {
    const [{ v: version, g: digest, s: source, c, i: machine }, day, lines, drifted] = groups.get(key)!
    const records: [string, readonly string[]][] = []
    for (const [{ t, e, b, n, m, a, r, i, u, f, w, gap, back, index }, { u: known }] of lines.values()) {
      if (t === 'p') {
        records.push([canonicalJson({ name: 'plainsight.presence', fields: { grain: w, gap, back, index } }), presence])
        continue
      }
      // An event that this version of the product no longer declares was declared by the one that counted it.
      const [scope, link, context, externals] = events[e!] ?? ['none', '', Object.keys(c), []]
      const ids: { [field: string]: string } = {}
      for (const field of externals) if (known?.[field] !== undefined) ids[field] = known[field]
      Object.assign(ids, u)
      const measure: { [field: string]: unknown } = {}
      for (const field in m) measure[field] = { sum: m[field]![0], hist: m[field]![1] }
      records.push([
        canonicalJson({
          name: e,
          by: b,
          count: n,
          measure: m && measure,
          at: a,
          rate: r,
          id: i ?? (machine === 0 ? undefined : idOf(scope, link, day)),
          ids: Object.keys(ids).length > 0 ? ids : undefined,
          fields: f,
        }),
        context,
      ])
    }
    records.sort(([a], [b]) => (a < b ? -1 : 1))
    let drift = [...drifted].sort()
    do {
      const batch = batchId(batches.length)
      const context: { [name: string]: unknown } = {}
      const taken: string[] = []
      let size = FRAME + canonicalJson([c, drift]).length
      for (const [text, names] of records) {
        size += text.length + 1
        if (taken.length > 0 && (taken.length >= MOST_RECORDS || size > MOST_BYTES)) break
        taken.push(text)
        for (const name of names) context[name] = c[name]
      }
      records.splice(0, taken.length)
      const head = canonicalJson({ batch, context, contract, day, digest })
      const rest = canonicalJson({ source, v: 1, version })
      const drifts = drift.length > 0 ? `"drift":[${drift.join()}],` : ''
      batches.push([batch, `${head.slice(0, -1)},${drifts}"events":[${taken.join()}],${rest.slice(1)}`])
      drift = []
    } while (records.length > 0)
  }
  return batches
}
