import { CI_PROVIDERS, findMark } from '../core/automation.ts'
import type { Env } from '../core/env-words.ts'

/** What probes look at of a process: never a value that names somebody. */
export interface ProbedProcess {
  readonly platform: string
  readonly arch: string
  readonly versions: { readonly [name: string]: string | undefined }
}

/**
 * The raw value of a probe; undefined where it cannot be known. The contract's closed sets decide what of it is kept.
 * @param rare gives the probes that few contracts ask for
 */
export function probe(
  name: string,
  env: Env,
  { platform, arch, versions }: ProbedProcess,
  productVersion: string | undefined,
  release: () => string,
  rare: (name: string) => string | undefined,
): string | undefined {
  switch (name) {
    case 'os':
      return platform
    case 'osVersion':
      return /^\d+\.\d+/.exec(release())?.[0]
    case 'arch':
      return arch
    case 'runtime':
      return versions.bun === undefined ? (versions.deno === undefined ? 'node' : 'deno') : 'bun'
    case 'runtimeVersion':
      return versions.bun ?? versions.deno ?? versions.node
    case 'productVersion':
      return productVersion
    case 'ci':
      return findMark(CI_PROVIDERS, env) === undefined ? 'no' : 'yes'
    case 'ciProvider':
      return findMark(CI_PROVIDERS, env) ?? 'none'
    default:
      return rare(name)
  }
}
