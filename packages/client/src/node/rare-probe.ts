import { findAgent } from '../core/agents.ts'
import { findMark, type MarkTable } from '../core/automation.ts'
import { isTruthy, variableStem, type Env } from '../core/env-words.ts'
import type { World } from '../core/world.ts'
import { parseJson } from '../sender/parse-json.ts'

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
 * The raw value of a probe that few contracts ask for: which variables are set, never what they say, whether a file is there, and the
 * version of the product that this machine used before.
 * @param productVersion of the product that runs
 * @param contract its contract's name
 */
export function rareProbe(
  name: string,
  world: Pick<World, 'disk' | 'env' | 'files'>,
  productVersion?: string,
  contract = '',
): string | undefined {
  const { env, disk } = world
  const has = (path: string): boolean => {
    try {
      return disk.look(path) !== undefined
    } catch {
      return false
    }
  }
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
      return /^[a-z]+/.exec(env.npm_config_user_agent ?? '')?.[0] ?? pythonManager(env)
    case 'environment':
      return env.NODE_ENV
    case 'previousVersion':
      return previousVersion(world, productVersion, isTruthy(env[`${variableStem(contract)}_DEBUG`]))
    default:
      return undefined
  }
}

// uv and Poetry say that they started a process; pip says nothing.
function pythonManager(env: Env): string {
  return env.UV !== undefined ? 'uv' : env.POETRY_ACTIVE !== undefined ? 'poetry' : 'none'
}

// `version.json` remembers the last two versions of the product; it is made only where a contract asks for the one before.
function previousVersion(
  { disk, files }: Pick<World, 'disk' | 'files'>,
  now: string | undefined,
  isOnlyShown: boolean,
): string | undefined {
  const path = files()?.at('version.json')
  if (path === undefined || now === undefined) return undefined
  const known = parseJson<{ version?: string; previous?: string }>(disk.read(path)) ?? {}
  if (known.version === now) return known.previous
  // In debug nothing is kept, on or off.
  if (!isOnlyShown) disk.write(path, `${JSON.stringify({ format: 1, version: now, previous: known.version })}\n`)
  return known.version
}
