import { canonicalJson } from './canonical-json.ts'
import type { Change, ChangeClass, ChangeWhat } from './change.ts'
import type { Path } from './issue.ts'
import type { NormalContract } from './normal-contract.ts'

/** What a rule sees around the property that changed. */
export interface ChangeScene {
  /** What the property belongs to, as a sentence begins with it. */
  readonly subject: string
  /** Name of the event or of the field; empty at the head. */
  readonly name: string
  /** The older contract, under the names that the newer one has. */
  readonly before: NormalContract
  readonly after: NormalContract
  /** Takes a change down, at the property or deeper in it. */
  tell(what: ChangeWhat, of: ChangeClass, sentence: string, deeper?: Path): void
}

/** Classes one property whose two values differ. Tells nothing for what is only book-keeping. */
export type ChangeRule<V> = (before: V, after: V, scene: ChangeScene) => void

/** A rule for every property: one that the language gains and nobody classed does not compile. */
export type ChangeTable<T> = { readonly [K in keyof T]-?: ChangeRule<T[K]> }

/** Where changes are taken down: the scene of one property, given the keys that lead to it. */
export type SceneOf = (path: Path) => ChangeScene

/** Makes the scenes of one event, one field or the head. */
export function sceneOf(
  changes: Change[],
  subject: string,
  name: string,
  before: NormalContract,
  after: NormalContract,
): SceneOf {
  return (path) => ({
    subject,
    name,
    before,
    after,
    tell: (what, of, sentence, deeper = []) =>
      void changes.push({ path: [...path, ...deeper], what, class: of, sentence }),
  })
}

/** Whether two values are the same data. */
export function isSame(before: unknown, after: unknown): boolean {
  return canonicalJson(before) === canonicalJson(after)
}

/**
 * Applies a table to the properties that differ. What stands in a contract and in no table was written by a later version of the
 * language: it is taken for the worst.
 * @param elsewhere properties that are compared elsewhere
 */
export function applyTable<T extends object>(
  table: ChangeTable<T>,
  before: T,
  after: T,
  path: Path,
  scene: SceneOf,
  elsewhere: readonly string[] = [],
): void {
  const rules = table as { readonly [key: string]: ChangeRule<unknown> }
  const old = before as { readonly [key: string]: unknown }
  const now = after as { readonly [key: string]: unknown }
  const unknown = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => !Object.hasOwn(rules, key))
    .sort()
  for (const key of [...Object.keys(rules), ...unknown]) {
    if (elsewhere.includes(key) || isSame(old[key], now[key])) continue
    const rule = Object.hasOwn(rules, key) ? (rules[key] as ChangeRule<unknown>) : unclassed(key)
    rule(old[key], now[key], scene([...path, key]))
  }
}

function unclassed(key: string): ChangeRule<unknown> {
  return (_before, _after, { subject, tell }) => {
    const sentence = `${subject} changes its \`${key}\`, which this version of Plainsight cannot class`
    tell('changed', 'breaking', `${sentence}: it may break what was built on it.`)
    tell('changed', 'privacy-widening', `${sentence}: it may say more.`)
  }
}
