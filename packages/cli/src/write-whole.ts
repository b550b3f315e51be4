import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that a reader sees either what was there or all of the new text, also when the disk is full or the process
 * ends in the middle. Throws Node's own error when it cannot be written; nothing is left behind then.
 */
export function writeWhole(path: string, text: string | Uint8Array): void {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true })
  const unfinished = join(folder, `.${basename(path)}.${process.pid}.tmp`)
  try {
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
