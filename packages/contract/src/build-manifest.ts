import { sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

/** The files of one build of a product, made by `generate` and carried beside the build: nothing else is ever named in a frame. */
export interface BuildManifest {
  readonly format: 1
  /** Paths below the product's own folder, with `/` between their parts, sorted: `dist/main.js`. */
  readonly files: readonly string[]
}

/**
 * What stands for a file of the product's build in a frame: the first 12 hex digits of SHA-256("plainsight-file/1\n" path). A
 * collector cannot know every build, and whoever takes any path takes any text; a key of one size can say nothing but which file of
 * a manifest it is, to those who have it. The same file has the same key in every build.
 */
export function fileKey(path: string): string {
  return hex(sha256(utf8(`plainsight-file/1\n${path}`))).slice(0, 12)
}

/** The path behind each key of a manifest, for the reader's desk. */
export function filesByKey(manifest: BuildManifest): ReadonlyMap<string, string> {
  return new Map(manifest.files.map((path) => [fileKey(path), path]))
}
