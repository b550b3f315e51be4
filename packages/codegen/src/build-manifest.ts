import type { BuildManifest } from '@plainsight/contract/errors'
import { jsonText } from './json-text.ts'

/** The name of the file that lists the files of a build: `acme` → `acme.manifest.json`. */
export function manifestName(contract: string): string {
  return `${contract}.manifest.json`
}

/**
 * The list of a build's own files, which is all that a frame of an error report can name. The same files give the same text, in
 * whatever order they come.
 * @param files paths below the product's own folder, with `/` between their parts
 */
export function generateManifest(files: readonly string[]): string {
  const manifest: BuildManifest = { format: 1, files: [...new Set(files)].sort() }
  return jsonText(manifest)
}
