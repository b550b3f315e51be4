import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { writeWhole } from './write-whole.ts'

/** What became of files that belong together: all of them stand, or none does and a sentence says why. */
export type Together = { readonly kind: 'written' } | { readonly kind: 'refused'; readonly message: string }

interface Staged {
  readonly path: string
  readonly unfinished: string
  /** What stood there; undefined where nothing did. */
  readonly before: Buffer | undefined
}

/**
 * Writes files that belong together, and removes what they take the place of: all or nothing. Everything is written beside its place
 * first, so that a full disk or a folder that cannot be written to is met before anything has changed.
 * @param cwd the folder from which paths are told
 */
export function writeTogether(
  files: readonly { readonly path: string; readonly text: string }[],
  removals: readonly string[],
  cwd: string,
): Together {
  const staged: Staged[] = []
  const made: string[] = []
  const moved: Staged[] = []
  let at = cwd
  try {
    for (const { path, text } of files) {
      at = path
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
        throw Object.assign(new Error('a folder stands in its place'), { code: 'EISDIR' })
      const folder = mkdirSync(dirname(path), { recursive: true })
      if (folder !== undefined) made.push(folder)
      const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
      staged.push({ path, unfinished, before: existsSync(path) ? readFileSync(path) : undefined })
      writeFileSync(unfinished, text)
    }
    for (const file of staged) {
      at = file.path
      renameSync(file.unfinished, file.path)
      moved.push(file)
    }
    for (const path of removals) {
      at = path
      rmSync(path, { force: true })
    }
    return { kind: 'written' }
  } catch (error) {
    for (const { unfinished } of staged) quietly(() => rmSync(unfinished, { force: true }))
    for (const { path, before } of moved)
      quietly(() => (before === undefined ? rmSync(path, { force: true }) : writeWhole(path, before)))
    for (const folder of made.reverse()) quietly(() => rmSync(folder, { recursive: true, force: true }))
    return { kind: 'refused', message: `${whyNot(error, relative(cwd, at) || at)} Nothing was changed.` }
  }
}

const PROTECTED = 'its folder, or the file itself, is write-protected'
const BLOCKED = 'a file stands where its folder should be'
const FOLDER = 'a folder stands in its place. Move it away, or choose another place with --out'

/** Why a file could not be written, by Node's code. */
const WHY: { readonly [code: string]: string } = {
  EACCES: PROTECTED,
  EPERM: PROTECTED,
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EISDIR: FOLDER,
  ERR_FS_EISDIR: FOLDER,
  ENOTDIR: BLOCKED,
  EEXIST: BLOCKED,
}

/** One sentence about a file that could not be written. */
export function whyNot(error: unknown, path: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return `${path} cannot be written: ${WHY[code] ?? message}.`
}

// What is undone is undone as far as it goes.
function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // The sentence about the first failure says more.
  }
}
