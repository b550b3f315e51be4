/** The environment as it is handed in: names and their texts. */
export interface Env {
  readonly [name: string]: string | undefined
}

// Compared, not matched: a command's first pattern costs it more than all of this.
const NO = ['0', 'false', 'no', 'off']
const YES = ['1', 'on', 'true', 'yes']

/** Whether a variable says yes: set and, trimmed and lower-cased, none of empty, 0, false, no, off. */
export function isTruthy(text = ''): boolean {
  const word = text.trim().toLowerCase()
  return word !== '' && !NO.includes(word)
}

/** What a switch says: `on` for 1, on, true, yes; `off` for 0, off, false, no; `local`; undefined for anything else, which says nothing. */
export function readSwitch(text = ''): 'on' | 'off' | 'local' | undefined {
  const word = text.trim().toLowerCase()
  if (NO.includes(word)) return 'off'
  if (YES.includes(word)) return 'on'
  return word === 'local' ? word : undefined
}

/** The stem of a product's variables: its contract's name in upper case with `_` for `-`, and `_TELEMETRY`. */
export function variableStem(contract: string): string {
  return `${contract.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
}
