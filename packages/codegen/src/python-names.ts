/** Words that cannot be the name of a key in a class of Python 3.11 and later. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)

/** Whether a field's name can stand as an attribute in a class. */
export function isPythonName(name: string): boolean {
  return !KEYWORDS.has(name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

/** The name of the module of a contract: `acme-tool` → `acme_tool_telemetry`. */
export function pythonModule(contract: string): string {
  return `${contract.replaceAll('-', '_')}_telemetry`
}

/** Gives out names of classes, each once: `command.completed` → `CommandCompleted`; what is taken gets a number. */
export function classNames(taken: Iterable<string>): (words: string, ending?: string) => string {
  const used = new Set(taken)
  return (words, ending = '') => {
    const base = `${words
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('')}${ending}`
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : `${base}${n}`
      if (used.has(name)) continue
      used.add(name)
      return name
    }
  }
}

/** A text as Python writes it; JSON's escapes are Python's too. */
export function pythonText(text: string): string {
  return JSON.stringify(text)
}

/** A text as the one line of a docstring or a comment. */
export function pythonLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.replaceAll('\\', '\\\\').replaceAll('"', "'")
}
