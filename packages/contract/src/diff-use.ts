import type { Change } from './change.ts'
import { applyTable, sceneOf, type ChangeTable } from './change-rule.ts'
import { codes, compareLists, quoted, scaled } from './change-words.ts'
import { moreValues } from './diff-type.ts'
import { FIELD_TYPES } from './field-types.ts'
import type { ChoiceSpec } from './fields/choice.ts'
import { fieldWords, identifyingBecause } from './identifying-use.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, heldField, usedField, type NormalEvent, type NormalUse } from './normal-event.ts'

/** Values that a dimension without a closed list keeps where the contract does not say. */
const DEFAULT_CAP = 20

/** How each property of the use of a field is classed. `name` of the scene is that of the field. */
export const USE_RULES: ChangeTable<NormalUse> = {
  need: (_before, after, { subject, tell }) => {
    if (after === 'required') tell('tighter', 'breaking', `${subject} has to be given; before it could be left out.`)
    else tell('looser', 'compatible', `${subject} may be left out.`)
  },
  only: (before, after, { subject, name, after: contract, tell }) => {
    const field = contract.fields[name]
    // Where a use does not narrow a field, it has all its values.
    const all =
      (field === undefined ? undefined : FIELD_TYPES.get(field.kind)?.words?.(field)) ??
      (field as ChoiceSpec | undefined)?.values ??
      []
    const { added, removed } = compareLists(before ?? all, after ?? all)
    if (added.length > 0)
      tell('looser', moreValues(field), `${subject} says more: ${codes(added)}, before the word \`other\`.`)
    if (removed.length > 0)
      tell(
        'tighter',
        'breaking',
        `${subject} says less: ${codes(removed)} ${removed.length === 1 ? 'becomes' : 'become'} \`other\`.`,
      )
    if (added.length + removed.length === 0)
      tell('changed', 'compatible', `${subject} writes the same values otherwise.`)
  },
  is: (before, after, { subject, tell }) => {
    if (after === undefined)
      tell(
        'looser',
        'privacy-widening',
        `${subject} says what it is; before it was always \`${JSON.stringify(before)}\`.`,
      )
    else if (before === undefined)
      tell('tighter', 'breaking', `${subject} is always \`${JSON.stringify(after)}\`; before it said what it was.`)
    else
      tell(
        'changed',
        'breaking',
        `${subject} is always \`${JSON.stringify(after)}\` instead of \`${JSON.stringify(before)}\`.`,
      )
  },
  as: (before, after, { subject, name, tell }) =>
    tell(
      'renamed',
      'breaking',
      `${subject} is called \`${after ?? name}\` instead of \`${before ?? name}\` where it is forwarded to.`,
    ),
  cap: (before, after, scene) =>
    scaled<number | undefined>((cap) => cap ?? DEFAULT_CAP, {
      looser: [
        moreValues(scene.after.fields[scene.name]),
        (subject, now = DEFAULT_CAP, old = DEFAULT_CAP) => `${subject} keeps ${now} values of a day instead of ${old}.`,
      ],
      tighter: [
        'breaking',
        (subject, now = DEFAULT_CAP, old = DEFAULT_CAP) =>
          `${subject} keeps ${now} values of a day only, before ${old}.`,
      ],
    })(before, after, scene),
}

/** Classes what differs in how one event uses fields. */
export function diffUses(changes: Change[], name: string, before: NormalContract, after: NormalContract): void {
  const old = before.events[name] as NormalEvent
  const now = after.events[name] as NormalEvent
  const part = ['events', name, now.kind === 'rollup' ? 'by' : 'fields']
  for (const field of [...new Set([...Object.keys(old.uses), ...Object.keys(now.uses)])].sort()) {
    const path = [...part, field]
    const used = Object.hasOwn(old.uses, field) ? old.uses[field] : undefined
    const uses = Object.hasOwn(now.uses, field) ? now.uses[field] : undefined
    const { tell } = sceneOf(changes, '', field, before, after)(path)
    if (used !== undefined && uses !== undefined)
      applyTable(USE_RULES, used, uses, path, sceneOf(changes, `\`${field}\` in \`${name}\``, field, before, after))
    else if (uses !== undefined) {
      const because = identifyingBecause(after, now, field, uses)
      const says = `\`${name}\` also says \`${field}\`${saysWhat(after, now, field, uses)}`
      if (uses.need === 'required' && uses.is === undefined)
        tell('added', 'breaking', `\`${name}\` needs \`${field}\`: every call has to give it.`)
      if (because !== undefined) tell('added', 'privacy-widening', `${says}. It widens: ${because}.`)
      else if (uses.need !== 'required' || uses.is !== undefined) tell('added', 'compatible', `${says}.`)
    } else tell('removed', 'breaking', `\`${name}\` no longer says \`${field}\`.`)
  }
}

function saysWhat(contract: NormalContract, event: NormalEvent, name: string, use: NormalUse): string {
  const field = fieldOf(contract, name)
  if (field === undefined) return ''
  if (use.is !== undefined) return `, always \`${JSON.stringify(use.is)}\``
  return ` (${quoted(field.doc)}): ${fieldWords(heldField(usedField(field, use), event.privacy))}`
}
