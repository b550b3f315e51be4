import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findNotes, type Note } from './find-notes.ts'

/** A note and the file it stands in, as a path from the root that was scanned. */
export interface FoundNote extends Note {
  readonly file: string
}

/** What was found in a tree. */
export interface Scan {
  readonly notes: readonly FoundNote[]
  /** How many files were looked at. */
  readonly files: number
  /** Milliseconds that it took. */
  readonly duration: number
}

/** Folders that hold nothing that somebody wrote here. */
const SKIPPED: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '__pycache__',
  'venv',
])

/** Larger files are generated or data; in bytes. */
const LARGEST = 512 * 1024

/**
 * Looks through a folder and everything below it.
 * @param root the folder; one that cannot be read throws Node's own error
 * @param marks the words to look for
 * @param ignored names of further folders and files to leave out
 */
export function scanTree(root: string, marks: readonly string[], ignored: readonly string[] = []): Scan {
  const started = performance.now()
  const skipped = new Set([...SKIPPED, ...ignored])
  const notes: FoundNote[] = []
  let files = 0
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder, folder === root)) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) folders.push(path)
      if (!entry.isFile()) continue
      const source = textOf(path)
      if (source === undefined) continue
      files += 1
      const file = relative(root, path)
      for (const note of findNotes(source, marks)) notes.push({ ...note, file })
    }
  }
  notes.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  return { notes, files, duration: performance.now() - started }
}

// Only the folder that was asked for has to be readable.
function entriesOf(folder: string, isRoot: boolean): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder)
  } catch (error) {
    if (isRoot) throw error
    return []
  }
}

function readFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true })
}

// Undefined for what is too large, binary or unreadable.
function textOf(path: string): string | undefined {
  try {
    if (statSync(path).size > LARGEST) return undefined
    const bytes = readFileSync(path)
    return bytes.subarray(0, 1024).includes(0) ? undefined : bytes.toString('utf8')
  } catch {
    return undefined
  }
}
