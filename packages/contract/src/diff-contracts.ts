import type { Change } from './change.ts'
import { applyTable, sceneOf, type ChangeTable } from './change-rule.ts'
import { quoted } from './change-words.ts'
import { diffEvent } from './diff-event.ts'
import { diffField } from './diff-field.ts'
import { HEAD_RULES } from './diff-head.ts'
import { findRenames, withNewNames } from './find-renames.ts'
import { fieldWords } from './identifying-use.ts'
import { newEvent } from './new-event.ts'
import type { NormalContract } from './normal-contract.ts'

/**
 * What differs between two contracts, property by property, each difference classed. Pure, and the order is always the same: the
 * head, the fields, the events, by name; marks of versions and reviews are no differences.
 * @param old the contract that people agreed to
 * @param now the one that takes its place
 * @returns empty where both say the same
 */
export function diffContracts(old: NormalContract, now: NormalContract): Change[] {
  const changes: Change[] = []
  const renames = findRenames(old, now)
  const before = withNewNames(old, renames)
  const head = sceneOf(changes, 'The contract', '', before, now)
  applyTable<NormalContract>(HEAD_RULES as ChangeTable<NormalContract>, before, now, [], head, ['fields', 'events'])

  const come = new Map([...renames.fields].map(([from, to]) => [to, from]))
  for (const name of names(before.fields, now.fields)) {
    const from = come.get(name)
    if (from !== undefined)
      changes.push({
        path: ['fields', name],
        what: 'renamed',
        class: 'breaking',
        sentence: `\`${from}\` is called \`${name}\` and says the same.`,
      })
    if (Object.hasOwn(before.fields, name) && Object.hasOwn(now.fields, name)) diffField(changes, name, before, now)
    else declared(changes, name, before, now)
  }

  const moved = new Map([...renames.events].map(([from, to]) => [to, from]))
  for (const name of names(before.events, now.events)) {
    const from = moved.get(name)
    if (from !== undefined)
      changes.push({
        path: ['events', name],
        what: 'renamed',
        class: 'breaking',
        sentence: `\`${from}\` is called \`${name}\` and says the same.`,
      })
    if (!Object.hasOwn(before.events, name)) changes.push(newEvent(name, before, now))
    else if (Object.hasOwn(now.events, name)) diffEvent(changes, name, before, now)
    else
      changes.push({
        path: ['events', name],
        what: 'removed',
        class: 'breaking',
        sentence: `\`${name}\` is no longer reported: ${quoted(before.events[name]?.what ?? '')}.`,
      })
  }
  return changes
}

// A field that came or went with the events that use it is told with them; this is left of one that no event uses.
function declared(changes: Change[], name: string, before: NormalContract, now: NormalContract): void {
  const isNew = Object.hasOwn(now.fields, name)
  const contract = isNew ? now : before
  if (isUsed(contract, name)) return
  changes.push({
    path: ['fields', name],
    what: isNew ? 'added' : 'removed',
    class: 'compatible',
    sentence: isNew
      ? `\`${name}\` is declared and not used yet: ${fieldWords(now.fields[name])}.`
      : `\`${name}\` is no longer declared; nothing used it.`,
  })
}

function isUsed({ context, environment = [], presence, events }: NormalContract, name: string): boolean {
  if (context.includes(name) || environment.includes(name) || (presence !== false && presence.by === name)) return true
  return Object.values(events).some(
    (event) => Object.hasOwn(event.uses, name) || event.measure.includes(name) || event.context.includes(name),
  )
}

function names(before: object, now: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
}
