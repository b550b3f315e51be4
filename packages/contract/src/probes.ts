import type { FieldSpec } from './field-spec.ts'
import { choice } from './fields/choice.ts'
import { version } from './fields/version.ts'

/** The name of a probe. */
export type ProbeName =
  | 'os'
  | 'osVersion'
  | 'arch'
  | 'runtime'
  | 'runtimeVersion'
  | 'productVersion'
  | 'previousVersion'
  | 'ci'
  | 'ciProvider'
  | 'agent'
  | 'container'
  | 'serverless'
  | 'cloud'
  | 'packageManager'
  | 'environment'

/**
 * What a client can find out by itself: closed sets, never a value of the environment. `spec/probes.json` is this table for
 * every other language. Never a locale, a host name, a user name.
 */
export const PROBES: { readonly [name in ProbeName]: FieldSpec } = {
  os: choice(['linux', 'darwin', 'windows', 'freebsd', 'android'], 'The operating system', {
    aliases: { win32: 'windows' },
  }),
  osVersion: version('The version of the operating system', { parts: 2 }),
  arch: choice(['x64', 'arm64', 'arm', 'ia32'], 'The kind of processor', {
    aliases: { x86_64: 'x64', aarch64: 'arm64' },
  }),
  runtime: choice(['node', 'bun', 'deno', 'python', 'browser'], 'What the product runs on'),
  runtimeVersion: version('The major version of the runtime', { parts: 1 }),
  productVersion: version('The version of the product', { parts: 2 }),
  previousVersion: version('The version of the product used before this one', { parts: 2 }),
  ci: choice(['yes', 'no'], 'Whether it ran in continuous integration'),
  ciProvider: choice(
    [
      'github-actions',
      'gitlab',
      'circleci',
      'jenkins',
      'travis',
      'azure-pipelines',
      'buildkite',
      'bitbucket',
      'teamcity',
      'none',
    ],
    'Which continuous integration ran it',
  ),
  agent: choice(
    ['claude', 'cursor', 'copilot', 'gemini', 'codex', 'windsurf', 'none'],
    'Which coding agent started it',
  ),
  container: choice(['docker', 'podman', 'kubernetes', 'none'], 'Whether it ran in a container'),
  serverless: choice(
    ['lambda', 'cloud-run', 'vercel', 'azure-functions', 'none'],
    'Whether it ran as a serverless function',
  ),
  cloud: choice(['aws', 'gcp', 'azure', 'fly', 'none'], 'Which cloud it ran in'),
  packageManager: choice(
    ['npm', 'pnpm', 'yarn', 'bun', 'pip', 'uv', 'poetry', 'none'],
    'Which package manager started it',
  ),
  environment: choice(['development', 'preview', 'production', 'test'], 'Which environment the product said it is in'),
}

/** Whether a name is that of a probe. */
export function isProbe(name: string): name is ProbeName {
  return Object.hasOwn(PROBES, name)
}
