/** A note that somebody left in a source file. */
export interface Note {
  /** The word that marks it, such as `FIXME`. */
  readonly mark: string
  /** The name in brackets behind the mark, if any. */
  readonly owner: string | undefined
  readonly text: string
  /** Counted from 1. */
  readonly line: number
}

/** The marks looked for where the settings do not say. */
export const DEFAULT_MARKS: readonly string[] = ['TODO', 'FIXME', 'HACK', 'XXX']

// A mark counts only right behind the sign that opens a comment, so that a string or a name with the word in it does not.
const OPENERS = String.raw`(?:\/\/+|\/\*+|^\s*\*|#+|<!--|--|;+|%+)`

/**
 * Finds the notes of one file.
 * @param source the file's text
 * @param marks the words to look for, written as they stand
 */
export function findNotes(source: string, marks: readonly string[]): Note[] {
  const words = marks.map((mark) => mark.replace(/[^A-Za-z0-9_]/g, String.raw`\$&`)).join('|')
  const pattern = new RegExp(String.raw`${OPENERS}\s*(${words})(?:\(([^)]{0,40})\))?(?:\s*[:-]\s*|\s+|$)(.*)$`)
  const notes: Note[] = []
  source.split(/\r?\n/).forEach((line, index) => {
    // A line that has none of the words costs one search each, not a match.
    if (!marks.some((mark) => line.includes(mark))) return
    const match = pattern.exec(line)
    if (match === null) return
    const text = (match[3] ?? '').replace(/\s*(?:\*\/|-->)\s*$/, '').trim()
    notes.push({ mark: match[1] as string, owner: match[2], text, line: index + 1 })
  })
  return notes
}
