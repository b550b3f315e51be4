/** The environment as it is handed in: names and their texts. */
export interface Env {
  readonly [name: string]: string | undefined
}

/** Whether a variable says yes: set and, trimmed and lower-cased, none of empty, 0, false, no, off. */
export function isTruthy(text: string | undefined): boolean {
  const word = wordOf(text)
  return word !== '' && !isNo(word)
}

/** What a switch says: `on` for 1, on, true, yes; `off` for 0, off, false, no; `local`; undefined for anything else, which says nothing. */
export function readSwitch(text: string | undefined): 'on' | 'off' | 'local' | undefined {
  const word = wordOf(text)
  if (isNo(word)) return 'off'
  if (word === '1' || word === 'on' || word === 'true' || word === 'yes') return 'on'
  return word === 'local' ? 'local' : undefined
}

/** The stem of a product's variables: its contract's name in upper case with `_` for `-`, and `_TELEMETRY`. */
export function variableStem(contract: string): string {
  return `${contract.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
}

function wordOf(text: string | undefined): string {
  return text === undefined ? '' : text.trim().toLowerCase()
}

function isNo(word: string): boolean {
  return word === '0' || word === 'false' || word === 'no' || word === 'off'
}
