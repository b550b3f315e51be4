import type { Change } from './change.ts'
import { applyTable, sceneOf, type ChangeScene, type ChangeTable } from './change-rule.ts'
import { worded } from './change-words.ts'
import { TYPE_RULES } from './diff-type.ts'
import type { FieldSpec, Modifiers } from './field-spec.ts'
import { cellsOf, fieldWords, identifyingItself } from './identifying-use.ts'
import type { NormalContract } from './normal-contract.ts'

/** What goes for every type: its sentence and its modifiers. */
export const MODIFIER_RULES: ChangeTable<Modifiers & { readonly doc: string }> = {
  doc: worded('what it says'),
  transient: (before, after, { subject, tell }) => {
    if ((before === true) === (after === true)) return
    if (after === true)
      tell(
        'looser',
        'privacy-widening',
        `${subject} is said to change from use to use, so it no longer counts among what stays the same on a machine.`,
      )
    else tell('tighter', 'compatible', `${subject} counts among what stays the same on a machine.`)
  },
  since: () => {},
  widened: () => {},
  deprecated: worded('what to use instead'),
  constantIsFine: worded('why it never changes'),
  noise: (before, after, { subject, tell }) => {
    const [old, now] = [before?.epsilon ?? Infinity, after?.epsilon ?? Infinity]
    if (old === now) return
    const loss = (epsilon: number): string => (epsilon === Infinity ? 'the truth' : `with noise (ε ${epsilon})`)
    tell(
      now > old ? 'looser' : 'tighter',
      now > old ? 'privacy-widening' : 'breaking',
      `${subject} says ${loss(now)}; before it said ${loss(old)}.`,
    )
  },
  pii: maskRule,
  redact: maskRule,
}

/** Classes what differs between two declarations of one field. */
export function diffField(changes: Change[], name: string, before: NormalContract, after: NormalContract): void {
  const old = before.fields[name] as FieldSpec
  const now = after.fields[name] as FieldSpec
  const path = ['fields', name]
  const scene = sceneOf(changes, `\`${name}\``, name, before, after)
  const kinds = [old.kind, now.kind]
  if (old.kind !== now.kind) kindRule(old, now, scene([...path, 'kind']))
  const own = old.kind === now.kind ? (TYPE_RULES[now.kind] ?? {}) : {}
  // Another type has other attributes; the change of type has said it all.
  const said = old.kind === now.kind ? [] : kinds.flatMap((kind) => Object.keys(TYPE_RULES[kind] ?? {}))
  const table = { ...MODIFIER_RULES, ...own } as ChangeTable<FieldSpec>
  applyTable<FieldSpec>(table, old, now, path, scene, ['kind', ...said])
}

function kindRule(old: FieldSpec, now: FieldSpec, { subject, tell }: ChangeScene): void {
  const types = `${subject} is of the type ${now.kind} instead of ${old.kind}`
  tell('changed', 'breaking', `${types}: ${fieldWords(now)}.`)
  const [was, is] = [cellsOf(old), cellsOf(now)]
  // An infinite type for another infinite one can hold what the first could not.
  if (is > was || is === Infinity || (identifyingItself(now) !== undefined && identifyingItself(old) === undefined))
    tell('looser', 'privacy-widening', `${types}, which can say more.`)
}

function maskRule(before: boolean | undefined, after: boolean | undefined, { subject, tell }: ChangeScene): void {
  if ((before === true) === (after === true)) return
  if (after === true)
    tell('tighter', 'breaking', `${subject} is masked before it is sent, so charts no longer see its values.`)
  else tell('looser', 'privacy-widening', `${subject} is no longer masked before it is sent.`)
}
