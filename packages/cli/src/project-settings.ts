import { isOutput, OUTPUTS, type OutputName } from '@plainsight/codegen'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** What the package of a contract says about what is made from it, under `plainsight` in its package.json. */
export interface ProjectSettings {
  /** What is made beside the lock and the page. */
  readonly outputs: readonly OutputName[]
  /** Full path of the folder that all but the lock and the page go to; undefined: the contract's own. */
  readonly out: string | undefined
}

/** The settings of a package, or the sentence that says what is wrong with them. */
export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: ProjectSettings }
  | { readonly kind: 'refused'; readonly message: string }

const NONE: ProjectSettings = { outputs: [], out: undefined }

/**
 * Reads the settings of the package that a contract belongs to: `{"plainsight": {"generate": ["schema"], "out": "generated"}}` in the
 * nearest package.json. A package without them, and a contract outside any package, has none.
 */
export function readProjectSettings(file: string): ReadSettings {
  const manifest = nearestManifest(dirname(file))
  if (manifest === undefined) return { kind: 'settings', settings: NONE }
  let said: unknown
  try {
    said = (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly plainsight?: unknown } | null)?.plainsight
  } catch {
    // Whatever else reads this file will say so.
    return { kind: 'settings', settings: NONE }
  }
  if (said === undefined) return { kind: 'settings', settings: NONE }
  const refuse = (why: string): ReadSettings => ({ kind: 'refused', message: `${manifest}: "plainsight" ${why}.` })
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return refuse('has to be an object')
  const { generate = [], out, ...more } = said as { generate?: unknown; out?: unknown }
  const [strange] = Object.keys(more)
  if (strange !== undefined)
    return refuse(`has the key ${JSON.stringify(strange)}, which means nothing; there are "generate" and "out"`)
  const outputs = readOutputs(generate)
  if (outputs === undefined) return refuse(`has to list under "generate" some of ${outputWords()}`)
  if (out !== undefined && (typeof out !== 'string' || out === '')) return refuse('has to name a folder under "out"')
  return {
    kind: 'settings',
    settings: { outputs, out: out === undefined ? undefined : resolve(dirname(manifest), out) },
  }
}

/** The names of all outputs, for a sentence. */
export function outputWords(): string {
  return Object.keys(OUTPUTS).join(', ')
}

function readOutputs(list: unknown): readonly OutputName[] | undefined {
  if (!Array.isArray(list)) return undefined
  const words = list as readonly unknown[]
  return words.every((word): word is OutputName => typeof word === 'string' && isOutput(word)) ? words : undefined
}

/** The package.json that a folder belongs to: its own or the nearest one above; undefined outside any package. */
export function nearestManifest(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = join(at, 'package.json')
    if (existsSync(manifest)) return manifest
    if (dirname(at) === at) return undefined
  }
}
