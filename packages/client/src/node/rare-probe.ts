import { findAgent } from '../core/agents.ts'
import { findMark, type MarkTable } from '../core/automation.ts'
import type { Env } from '../core/env-words.ts'

const SERVERLESS: MarkTable = [
  ['lambda', 'AWS_LAMBDA_FUNCTION_NAME'],
  ['cloud-run', 'K_SERVICE'],
  ['vercel', 'VERCEL'],
  ['azure-functions', 'FUNCTIONS_WORKER_RUNTIME'],
]

const CLOUDS: MarkTable = [
  ['aws', 'AWS_EXECUTION_ENV'],
  ['gcp', 'GOOGLE_CLOUD_PROJECT K_SERVICE'],
  ['azure', 'WEBSITE_INSTANCE_ID'],
  ['fly', 'FLY_APP_NAME'],
]

/**
 * The raw value of a probe that few contracts ask for: which variables are set, never what they say, and whether a file is there.
 * @param has whether a path is there
 */
export function rareProbe(name: string, env: Env, has: (path: string) => boolean): string | undefined {
  switch (name) {
    case 'agent':
      return findAgent(env) ?? 'none'
    case 'container':
      if (env.KUBERNETES_SERVICE_HOST !== undefined) return 'kubernetes'
      return has('/.dockerenv') ? 'docker' : has('/run/.containerenv') ? 'podman' : 'none'
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
