import { canonicalJson } from './canonical-json.ts'
import type { FieldSpec } from './field-spec.ts'
import type { NormalContract } from './normal-contract.ts'
import type { NormalEvent } from './normal-event.ts'

/** Names that changed and nothing else: the older name to the newer one. */
export interface Renames {
  readonly fields: ReadonlyMap<string, string>
  readonly events: ReadonlyMap<string, string>
}

/**
 * Finds what is called otherwise and says the same: one that went and one that came, equal in all but their marks of version, and
 * no third that could be meant. Anything less sure is told as gone and come.
 */
export function findRenames(before: NormalContract, after: NormalContract): Renames {
  const fields = pairs(before.fields, after.fields, (field) => canonicalJson(unmarked(field)))
  const moved = withFieldNames(before, fields)
  const events = pairs(moved.events, after.events, (event, name) =>
    canonicalJson({ ...unmarked(event), link: event.link === name ? '' : event.link }),
  )
  return { fields, events }
}

/** The older contract under the newer names, so that only what else changed is left to be told. */
export function withNewNames(before: NormalContract, { fields, events }: Renames): NormalContract {
  const moved = withFieldNames(before, fields)
  const links = (event: NormalEvent): NormalEvent => ({ ...event, link: events.get(event.link) ?? event.link })
  return {
    ...moved,
    events: Object.fromEntries(
      Object.entries(moved.events).map(([name, event]) => [events.get(name) ?? name, links(event)]),
    ),
  }
}

function pairs<T>(
  before: { readonly [name: string]: T },
  after: { readonly [name: string]: T },
  textOf: (value: T, name: string) => string | undefined,
): ReadonlyMap<string, string> {
  const gone = byText(before, after, textOf)
  const come = byText(after, before, textOf)
  const found = new Map<string, string>()
  for (const [text, names] of gone) {
    const others = come.get(text)
    if (names.length === 1 && others?.length === 1) found.set(names[0] as string, others[0] as string)
  }
  return found
}

function byText<T>(
  these: { readonly [name: string]: T },
  others: { readonly [name: string]: T },
  textOf: (value: T, name: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of Object.entries(these)) {
    const text = Object.hasOwn(others, name) ? undefined : textOf(value, name)
    if (text === undefined) continue
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [name])
    else group.push(name)
  }
  return groups
}

function unmarked<T extends { readonly since?: string; readonly widened?: string; readonly deprecated?: string }>(
  declared: T,
): Omit<T, 'since' | 'widened' | 'deprecated'> {
  const { since: _since, widened: _widened, deprecated: _deprecated, ...rest } = declared
  return rest
}

function withFieldNames(before: NormalContract, fields: ReadonlyMap<string, string>): NormalContract {
  if (fields.size === 0) return before
  const renamed = (name: string): string => fields.get(name) ?? name
  const keys = <T>(values: { readonly [name: string]: T }): { readonly [name: string]: T } =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [renamed(name), value]))
  const eventOf = (event: NormalEvent): NormalEvent => ({
    ...event,
    context: event.context.map(renamed),
    uses: keys(event.uses),
    measure: event.measure.map(renamed),
    alerts: event.alerts.map((alert) => ({ ...alert, metric: renamed(alert.metric) })),
    ...(event.sampling?.keep === undefined
      ? {}
      : { sampling: { ...event.sampling, keep: event.sampling.keep.map(keys) } }),
  })
  const { presence } = before
  return {
    ...before,
    context: before.context.map(renamed),
    ...(before.environment === undefined ? {} : { environment: before.environment.map(renamed) }),
    presence: presence === false || presence.by === undefined ? presence : { ...presence, by: renamed(presence.by) },
    fields: keys(before.fields) as { readonly [name: string]: FieldSpec },
    events: Object.fromEntries(Object.entries(before.events).map(([name, event]) => [name, eventOf(event)])),
  }
}
