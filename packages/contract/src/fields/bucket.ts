import type { FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'

/** A number of which only the size class is kept. */
export interface BucketSpec extends FieldSpec<'bucket', number> {
  readonly edges: readonly number[]
  readonly labels?: readonly string[]
  readonly unit?: string
  readonly whole?: boolean
}

/** Options of a bucket: own `labels` (one more than edges), `unit` for the page, `whole` for labels such as `2-3` between edges 2 and 4. */
export interface BucketOptions extends Modifiers {
  readonly labels?: readonly string[]
  readonly unit?: string
  readonly whole?: boolean
}

/**
 * A number of which only the size class leaves: `<100`, `100-1k`, `1k+`. Classes are closed below: 100 is in `100-1k`.
 * @param edges ascending borders between the classes
 * @param doc what is sized, for the user page
 */
export function bucket(edges: readonly number[], doc: string, options: BucketOptions = {}): BucketSpec {
  return freezeSpec({ kind: 'bucket', doc, edges: [...edges], ...options })
}

const LABEL = /^[A-Za-z0-9<>=~+._:/-][A-Za-z0-9<>=~+._:/ -]{0,63}$/

/** The labels of a bucket's classes, lowest first: own words, or made from the edges. */
export function bucketLabels(field: BucketSpec): readonly string[] {
  if (field.labels !== undefined) return field.labels
  const { edges, whole = false } = field
  return [...edges, Infinity].map((edge, i) => {
    const below = i === 0 ? undefined : edges[i - 1]
    if (below === undefined) return whole && edge === 1 ? '0' : `<${short(edge)}`
    if (edge === Infinity) return `${short(below)}+`
    if (!whole) return `${short(below)}-${short(edge)}`
    return edge - 1 === below ? short(below) : `${short(below)}-${short(edge - 1)}`
  })
}

// k, M and G only where nothing is lost.
function short(edge: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (Math.abs(edge) >= size && Number.isInteger(edge / (size / 10))) return `${edge / size}${unit}`
  }
  return String(edge)
}

/** How buckets pass. */
export const bucketGate: FieldGate<BucketSpec> = {
  kind: 'bucket',
  admit(field) {
    const edges = [...field.edges]
    const labels = bucketLabels(field)
    return (raw, note) => {
      if (typeof raw !== 'number' || raw !== raw) {
        note.reason = 'off-type'
        return undefined
      }
      let i = 0
      while (i < edges.length && raw >= (edges[i] as number)) i++
      return labels[i]
    }
  },
  judge(field) {
    const accepted = new Set<unknown>(bucketLabels(field))
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: bucketLabels,
}

/** How buckets are declared, stored and explained. */
export const bucketType: FieldType<BucketSpec> = {
  ...bucketGate,
  attributes: ['edges', 'labels', 'unit', 'whole'],
  problems(field) {
    const { edges, labels, whole } = field
    if (!Array.isArray(edges) || edges.length === 0) return ['a bucket needs at least one edge']
    const found: string[] = []
    edges.forEach((edge, i) => {
      if (typeof edge !== 'number' || !Number.isFinite(edge))
        found.push(`the edge at place ${i} has to be a finite number`)
      else if (i > 0 && edge <= (edges[i - 1] ?? -Infinity))
        found.push(`edges have to ascend: ${edges[i - 1]} stands before ${edge}`)
      else if (whole === true && !Number.isInteger(edge))
        found.push(`a bucket of whole numbers has whole edges, not ${edge}`)
    })
    if (labels === undefined) return found
    if (!Array.isArray(labels) || labels.length !== edges.length + 1)
      return [...found, `${edges.length} edges need a list of ${edges.length + 1} labels`]
    for (const label of labels) {
      if (typeof label !== 'string' || !LABEL.test(label))
        found.push(
          `the label ${JSON.stringify(label)} has to be 1 to 64 of the characters A-Z a-z 0-9 < > = ~ + . _ : / - and space`,
        )
    }
    if (new Set(labels).size !== labels.length) found.push('two classes have the same label')
    return found
  },
  cells: (field) => field.edges.length + 1,
  schema: (field) => ({ enum: bucketLabels(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `only the size class${field.unit === undefined ? '' : ` in ${field.unit}`}: ${quoteList(bucketLabels(field))}`,
}
