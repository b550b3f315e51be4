import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_MARKS } from './find-notes.ts'

/** The file that `acme init` writes into the root of a tree. */
export const SETTINGS_FILE = 'acme.json'

/** What a tree says about its own notes. */
export interface Settings {
  readonly marks: readonly string[]
  /** Names of folders and files to leave out. */
  readonly ignore: readonly string[]
  /** How many notes of each mark are allowed; a mark that is not named has no limit. */
  readonly most: { readonly [mark: string]: number }
}

/**
 * Reads a tree's settings.
 * @returns the defaults where there is no file; a sentence where the file cannot be used
 */
export function readSettings(root: string): Settings | string {
  let text: string
  try {
    text = readFileSync(join(root, SETTINGS_FILE), 'utf8')
  } catch {
    return { marks: DEFAULT_MARKS, ignore: [], most: {} }
  }
  let data: { readonly marks?: unknown; readonly ignore?: unknown; readonly most?: unknown }
  try {
    data = JSON.parse(text) as typeof data
  } catch {
    return `${SETTINGS_FILE} is not JSON.`
  }
  const { marks = DEFAULT_MARKS, ignore = [], most = {} } = data ?? {}
  if (!isWords(marks) || marks.length === 0) return `"marks" in ${SETTINGS_FILE} has to be a list of words.`
  if (!isWords(ignore)) return `"ignore" in ${SETTINGS_FILE} has to be a list of names.`
  if (typeof most !== 'object' || most === null || !Object.values(most).every((limit) => Number.isInteger(limit)))
    return `"most" in ${SETTINGS_FILE} has to give a whole number for each mark.`
  return { marks, ignore, most: most as { readonly [mark: string]: number } }
}

function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string' && word !== '')
}
