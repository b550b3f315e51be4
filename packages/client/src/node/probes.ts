import { CI_PROVIDERS, findMark } from '../core/automation.ts'
import type { Env } from '../core/env-words.ts'

/** What probes may look at: never a value that names somebody. */
export interface ProbePorts {
  readonly env: Env
  readonly platform: string
  readonly arch: string
  readonly versions: { readonly [name: string]: string | undefined }
  readonly productVersion: string | undefined
  release(): string
  /** The probes that few contracts ask for. */
  rare(name: string): string | undefined
}

/** The raw value of a probe; undefined where it cannot be known. The contract's closed sets decide what of it is kept. */
export function probe(name: string, ports: ProbePorts): string | undefined {
  const { env, versions } = ports
  switch (name) {
    case 'os':
      return ports.platform
    case 'osVersion':
      return /^\d+\.\d+/.exec(ports.release())?.[0]
    case 'arch':
      return ports.arch
    case 'runtime':
      return versions.bun === undefined ? (versions.deno === undefined ? 'node' : 'deno') : 'bun'
    case 'runtimeVersion':
      return versions.bun ?? versions.deno ?? versions.node
    case 'productVersion':
      return ports.productVersion
    case 'ci':
      return findMark(CI_PROVIDERS, env) === undefined ? 'no' : 'yes'
    case 'ciProvider':
      return findMark(CI_PROVIDERS, env) ?? 'none'
    default:
      return ports.rare(name)
  }
}
