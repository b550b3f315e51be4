import { AGENTS, CI_PROVIDERS, findMark } from '../core/automation.ts'
import type { Env } from '../core/env-words.ts'

/** What probes may look at: variables and whether a file is there, never a value that names somebody. */
export interface ProbePorts {
  readonly env: Env
  readonly platform: string
  readonly arch: string
  readonly versions: { readonly [name: string]: string | undefined }
  readonly productVersion: string | undefined
  release(): string
  has(path: string): boolean
}

const SERVERLESS = [
  ['lambda', 'AWS_LAMBDA_FUNCTION_NAME'],
  ['cloud-run', 'K_SERVICE'],
  ['vercel', 'VERCEL'],
  ['azure-functions', 'FUNCTIONS_WORKER_RUNTIME'],
] as const

const CLOUDS = [
  ['aws', 'AWS_EXECUTION_ENV'],
  ['gcp', 'GOOGLE_CLOUD_PROJECT'],
  ['gcp', 'K_SERVICE'],
  ['azure', 'WEBSITE_INSTANCE_ID'],
  ['fly', 'FLY_APP_NAME'],
] as const

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
    case 'agent':
      return findMark(AGENTS, env) ?? 'none'
    case 'container':
      if (env.KUBERNETES_SERVICE_HOST !== undefined) return 'kubernetes'
      return ports.has('/.dockerenv') ? 'docker' : ports.has('/run/.containerenv') ? 'podman' : 'none'
    case 'serverless':
      return findMark(SERVERLESS, env) ?? 'none'
    case 'cloud':
      return findMark(CLOUDS, env) ?? 'none'
    case 'packageManager':
      return /^[a-z]+/.exec(env.npm_config_user_agent ?? '')?.[0] ?? 'none'
    case 'environment':
      return env.NODE_ENV
    default:
      return undefined
  }
}
