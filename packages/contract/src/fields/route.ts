import type { Admit, FieldGate, FieldSpec, FieldType, Modifiers } from '../field-spec.ts'
import { freezeSpec } from '../freeze-spec.ts'
import { quoteList } from '../quote-list.ts'
import { holdTo, narrowTo, onlyOf } from './narrowed.ts'

/** The template that a path matches. */
export interface RouteSpec extends FieldSpec<'route', string> {
  readonly templates: readonly string[]
}

/** What a template may look like: literal segments, `:name` for one segment of any kind, `*` at the end for the rest. */
const TEMPLATE =
  /^\/(?:(?:[A-Za-z0-9._~-]+|:[A-Za-z][A-Za-z0-9]*)(?:\/(?:[A-Za-z0-9._~-]+|:[A-Za-z][A-Za-z0-9]*))*(?:\/\*)?|\*)?$/

/** Longest template. */
const LONGEST_TEMPLATE = 200
/** Most templates of one field. */
const MOST_TEMPLATES = 500
/** Longest path that is looked at; no route is longer. */
const LONGEST_PATH = 2_048

/**
 * The template that a path matches, and nothing else of it: `/users/4711?tab=a` is sent as `/users/:id`. What matches none becomes
 * `other`. Literal segments go before `:name`, `:name` before `*`, whatever the order of the list.
 * @param templates such as `/`, `/users/:id`, `/docs/*`; segments are `[A-Za-z0-9._~-]+`, `:name`, or `*` at the end for one or more
 * @param doc which path, for the user page
 */
export function route(templates: readonly string[], doc: string, options: Modifiers = {}): RouteSpec {
  return freezeSpec({ kind: 'route', doc, templates: [...templates], ...options })
}

function listOf(field: RouteSpec): readonly string[] {
  return [...(onlyOf(field) ?? field.templates), 'other']
}

// Segments of a path without its question and its fragment; a slash at the end says nothing.
function segmentsOf(path: string): readonly string[] {
  const bare = path.replace(/[?#].*$/s, '').replace(/\/$/, '')
  return bare === '' ? [] : bare.slice(1).split('/')
}

function fits(template: readonly string[], path: readonly string[]): boolean {
  const open = template.at(-1) === '*'
  const fixed = open ? template.length - 1 : template.length
  if (open ? path.length <= fixed : path.length !== fixed) return false
  for (let i = 0; i < fixed; i++) {
    const segment = path[i] as string
    const wanted = template[i] as string
    if (wanted.startsWith(':') ? segment === '' : segment !== wanted) return false
  }
  return true
}

// Segment by segment: literal before `:name` before `*`.
function compareTemplates(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = openness(a[i]) - openness(b[i])
    if (order !== 0) return order
  }
  return 0
}

function openness(segment: string | undefined): number {
  return segment === '*' ? 2 : segment?.startsWith(':') === true ? 1 : 0
}

/** How routes pass. */
export const routeGate: FieldGate<RouteSpec> = {
  kind: 'route',
  admit(field) {
    const own = new Set([...field.templates, 'other'])
    const templates = field.templates
      .map((template) => ({ template, segments: segmentsOf(template) }))
      .sort((a, b) => compareTemplates(a.segments, b.segments))
    const admitPath: Admit = (raw, note) => {
      if (typeof raw === 'string' && raw.length <= LONGEST_PATH) {
        // A framework that knows the template gives it itself.
        if (own.has(raw)) return raw
        if (raw.startsWith('/')) {
          const path = segmentsOf(raw)
          for (const { template, segments } of templates) if (fits(segments, path)) return template
        }
      }
      note.reason = 'other'
      return 'other'
    }
    return holdTo(onlyOf(field), admitPath, 'other')
  },
  judge(field) {
    const accepted = new Set<unknown>(listOf(field))
    return (wire) => (typeof wire !== 'string' ? 'off-type' : accepted.has(wire) ? undefined : 'not-on-list')
  },
  values: listOf,
  narrow: narrowTo,
}

/** How routes are declared, stored and explained. */
export const routeType: FieldType<RouteSpec> = {
  ...routeGate,
  attributes: ['templates'],
  words: (field) => field.templates,
  problems(field) {
    const { templates } = field
    if (!Array.isArray(templates) || templates.length === 0) return ['a route needs at least one template']
    const found: string[] = []
    if (templates.length > MOST_TEMPLATES)
      found.push(`the list has ${templates.length} templates, and ${MOST_TEMPLATES} are allowed`)
    for (const template of templates) {
      if (typeof template !== 'string' || template.length > LONGEST_TEMPLATE || !TEMPLATE.test(template))
        found.push(`the template ${JSON.stringify(template)} has to look like /, /users/:id or /docs/*`)
    }
    const shapes = templates.map((template) => String(template).replaceAll(/:[^/]+/g, ':'))
    if (new Set(shapes).size !== shapes.length) found.push('two templates match the same paths')
    return found
  },
  cells: (field) => listOf(field).length,
  schema: (field) => ({ enum: listOf(field) }),
  column: () => ({ type: 'LowCardinality(String)' }),
  sentence: (field) =>
    `which of ${quoteList(field.templates)} a path matches, and nothing else of it; any other path is sent as the word other`,
}
