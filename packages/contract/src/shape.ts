import type { Path, Report } from './issue.ts'
import { nearestWord } from './nearest-word.ts'
import { quoteList } from './quote-list.ts'
import type { Rule } from './rules.ts'

/** What an attribute may hold: data that one function reads. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'scalar' }
  | { readonly kind: 'one'; readonly of: readonly (string | number | boolean)[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | {
      readonly kind: 'record'
      readonly attributes: { readonly [name: string]: Shape }
      /** The attributes that have to be there, each with what it says. */
      readonly required?: { readonly [name: string]: string }
      /** More attributes for what stands here, by one that it names itself. */
      readonly more?: (record: { readonly [name: string]: unknown }) => readonly string[]
    }
  | { readonly kind: 'either'; readonly of: readonly Shape[]; readonly says: string }
  /** A shape that depends on what stands there. */
  | { readonly kind: 'chosen'; readonly choose: (value: unknown) => Shape }

/**
 * Holds plain data against a shape and reports what does not fit.
 * @returns the data without what did not fit; undefined when nothing of it did
 */
export function fitShape(shape: Shape, value: unknown, path: Path, report: Report): unknown {
  if (shape.kind === 'chosen') return fitShape(shape.choose(value), value, path, report)
  if (!isOfKind(shape, value)) {
    report('shape', path, `${attribute(path)} has to be ${says(shape)}, not ${named(value)}.`, `Write ${says(shape)}.`)
    return undefined
  }
  switch (shape.kind) {
    case 'list':
      return (value as unknown[])
        .map((item, i) => fitShape(shape.of, item, [...path, i], report))
        .filter((item) => item !== undefined)
    case 'map':
      return eachKey(value as object, (item, key) => fitShape(shape.of, item, [...path, key], report))
    case 'record':
      return fitRecord(shape, value as { [name: string]: unknown }, path, report)
    case 'either': {
      const branch = shape.of.find((one) => isOfKind(one, value)) as Shape
      return fitShape(branch, value, path, report)
    }
    case 'text':
    case 'number':
    case 'flag':
    case 'scalar':
    case 'one':
      return value
  }
}

function fitRecord(
  shape: Shape & { kind: 'record' },
  value: { readonly [name: string]: unknown },
  path: Path,
  report: Report,
): unknown {
  const more = shape.more?.(value) ?? []
  for (const [name, why] of Object.entries(shape.required ?? {})) {
    if (value[name] === undefined || (typeof value[name] === 'string' && value[name].trim() === '')) {
      const rule: Rule = PROSE.has(name) ? 'documented' : 'shape'
      report(rule, [...path, name], `\`${name}\` is missing: ${why}.`, `Add \`${name}\`.`)
    }
  }
  return eachKey(value, (item, name) => {
    const known = Object.hasOwn(shape.attributes, name) ? shape.attributes[name] : undefined
    if (known !== undefined) return fitShape(known, item, [...path, name], report)
    if (more.includes(name)) return item
    const near = nearestWord(name, [...Object.keys(shape.attributes), ...more])
    report(
      'unknown-attribute',
      [...path, name],
      `${path.length === 0 ? 'A contract' : attribute(path)} has no attribute \`${name}\`.`,
      near === undefined ? 'Leave it out.' : `Write \`${near}\`, or leave it out.`,
    )
    return undefined
  })
}

/** Attributes that are there for a reader: leaving them out is another mistake than a wrong type. */
const PROSE: ReadonlySet<string> = new Set(['what', 'why', 'readBy', 'doc', 'title', 'description', 'owners'])

function isOfKind(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'flag':
      return typeof value === 'boolean'
    case 'scalar':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    case 'one':
      return (shape.of as readonly unknown[]).includes(value)
    case 'list':
      return Array.isArray(value)
    case 'map':
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'either':
      return shape.of.some((one) => isOfKind(one, value))
    case 'chosen':
      return isOfKind(shape.choose(value), value)
  }
}

function says(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return 'a text'
    case 'number':
      return 'a number'
    case 'flag':
      return 'true or false'
    case 'scalar':
      return 'a text, a number, true or false'
    case 'one':
      return shape.of.length === 1 ? quoteList(shape.of.map(String)) : `one of ${quoteList(shape.of.map(String))}`
    case 'list':
      return 'a list'
    case 'map':
    case 'record':
      return 'an object'
    case 'either':
      return shape.says
    case 'chosen':
      return 'what is declared'
  }
}

function named(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string'
    ? `the text ${JSON.stringify(value.slice(0, 60))}`
    : String(value as number | boolean)
}

function attribute(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'The contract'
  return typeof last === 'number' ? `Place ${last} of \`${path.at(-2)}\`` : `\`${last}\``
}

function eachKey(record: object, change: (item: unknown, key: string) => unknown): { [key: string]: unknown } {
  const changed: { [key: string]: unknown } = Object.create(null)
  for (const [key, item] of Object.entries(record)) {
    const kept = change(item, key)
    if (kept !== undefined) changed[key] = kept
  }
  return changed
}
