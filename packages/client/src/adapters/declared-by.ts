import type { Contract } from '@plainsight/contract'

/** Whether an event of a contract declares a field; of an event that is not declared nothing is. */
export function declaredBy(contract: Contract, event: string): (field: string) => boolean {
  const { by, measure, fields } = (Object.hasOwn(contract.events, event) ? contract.events[event] : {}) as {
    readonly by?: object
    readonly measure?: readonly string[]
    readonly fields?: object
  }
  const names = [by, measure, fields].flatMap((part) => (Array.isArray(part) ? part : Object.keys(part ?? {})))
  return (field) => names.includes(field)
}

/** Of what an adapter could say, what an event declares: nothing else is handed on, so that nothing is counted as undeclared. */
export function onlyDeclared(
  declares: (field: string) => boolean,
  values: { readonly [field: string]: unknown },
): { [field: string]: unknown } {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && declares(name)))
}

/** The words that a field of the contract lists: those of a `choice` or `choices`, with other spellings; none of any other type. */
export function listedWords(contract: Contract, field: string): ReadonlySet<string> {
  const { values = [], aliases = {} } = (Object.hasOwn(contract.fields, field) ? contract.fields[field] : {}) as {
    readonly values?: readonly string[]
    readonly aliases?: object
  }
  return new Set([...values, ...Object.keys(aliases)])
}

/**
 * The command that words begin with, as the contract lists it: `remote add` of `remote add origin`. Empty where it lists none, so
 * that nothing of what was typed is handed on.
 */
export function listedCommand(contract: Contract, words: readonly string[]): string {
  const listed = listedWords(contract, 'command')
  for (let count = Math.min(words.length, 6); count > 0; count--) {
    const name = words.slice(0, count).join(' ')
    if (listed.has(name)) return name
  }
  return ''
}
