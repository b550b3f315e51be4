/**
 * The options that stand on a command line, by name: of a word only what is before its `=` is looked at, and only names that the
 * program knows are given back.
 * @param argv the words; nothing behind `--` is an option
 * @param nameOf the name of an option as typed, without its dashes; undefined where there is none
 */
export function flagsGiven(argv: readonly string[], nameOf: (typed: string) => string | undefined): string[] {
  const found = new Set<string | undefined>()
  for (const word of argv) {
    if (word === '--') break
    const [, dashes = '', typed = ''] = /^(--?)([^=]{1,64})/.exec(word) ?? []
    found.add(nameOf(typed) ?? (typed.startsWith('no-') ? nameOf(typed.slice(3)) : undefined))
    // `-xvf`
    if (dashes === '-') for (const letter of typed) found.add(nameOf(letter))
  }
  found.delete(undefined)
  found.delete('telemetry')
  return [...found] as string[]
}

/** Names of options by each way of typing them, from definitions with short forms beside them. */
export function flagNames(
  options: Iterable<readonly [name: string, others: readonly string[]]>,
): (typed: string) => string | undefined {
  const names = new Map<string, string>()
  for (const [name, others] of options) for (const each of [name, ...others]) names.set(each, name)
  return (typed) => names.get(typed) ?? names.get(typed.replace(/-./g, (dash) => dash[1]!.toUpperCase()))
}
