/** The environment as it is handed in: names and their texts. */
export interface Env {
  readonly [name: string]: string | undefined
}

const NO = /^(?:0|false|no|off)$/i
const YES = /^(?:1|on|true|yes)$/i

/** Whether a variable says yes: set and, trimmed and lower-cased, none of empty, 0, false, no, off. */
export function isTruthy(text = ''): boolean {
  const word = text.trim()
  return word !== '' && !NO.test(word)
}

/** What a switch says: `on` for 1, on, true, yes; `off` for 0, off, false, no; `local`; undefined for anything else, which says nothing. */
export function readSwitch(text = ''): 'on' | 'off' | 'local' | undefined {
  const word = text.trim()
  if (NO.test(word)) return 'off'
  if (YES.test(word)) return 'on'
  return /^local$/i.test(word) ? 'local' : undefined
}

/** The stem of a product's variables: its contract's name in upper case with `_` for `-`, and `_TELEMETRY`. */
export function variableStem(contract: string): string {
  return `${contract.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
}
