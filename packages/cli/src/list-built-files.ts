import { readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { nearestManifest } from './project-settings.ts'

/** The program files of a build, or the sentence that says why there are none. */
export type BuiltFiles =
  | { readonly kind: 'files'; readonly folder: string; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }

/** Files that a frame of an error can name; declarations and maps are run by nobody. */
const PROGRAM = /\.(?:[cm]?[jt]sx?|py)$/
const DECLARATION = /\.d\.[cm]?ts$/

/** Far above any product's build; more is a folder that was meant otherwise. */
const MOST = 20_000

/**
 * Lists the program files below a build's folder as a manifest names them: paths below the product's own folder (where its package.json
 * is; else the build's own parent), with `/` between their parts. Links are not followed; `node_modules` is somebody else's.
 * @param given the folder as it was typed
 */
export function listBuiltFiles(cwd: string, given: string): BuiltFiles {
  const folder = resolve(cwd, given)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { kind: 'refused', message: `There is no folder ${given}: build the product first.` }
  const manifest = nearestManifest(folder)
  const product = dirname(manifest ?? folder)
  const files: string[] = []
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory() && entry.name !== 'node_modules') folders.push(path)
      else if (entry.isFile() && PROGRAM.test(entry.name) && !DECLARATION.test(entry.name))
        files.push(relative(product, path).replaceAll(sep, '/'))
    }
    if (files.length > MOST)
      return { kind: 'refused', message: `There are more than ${MOST} program files below ${given}: that is no build.` }
  }
  return files.length === 0
    ? { kind: 'refused', message: `There is no program file below ${given}.` }
    : { kind: 'files', folder, files }
}
