import type { BucketSpec } from './fields/bucket.ts'
import type { ChoiceSpec } from './fields/choice.ts'
import type { VersionSpec } from './fields/version.ts'

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
  | 'timeToFirstUse'
  | 'installAge'

/**
 * What a client can find out by itself: closed sets, never a value of the environment. `spec/probes.json` is this table for
 * every other language. Never a locale, a host name, a user name. Written out, since every process that loads a client makes it.
 */
export const PROBES: { readonly [name in ProbeName]: ChoiceSpec | VersionSpec | BucketSpec } = {
  os: {
    kind: 'choice',
    doc: 'The operating system',
    values: ['linux', 'darwin', 'windows', 'freebsd', 'android'],
    aliases: { win32: 'windows' },
  },
  osVersion: { kind: 'version', doc: 'The version of the operating system', parts: 2 },
  arch: {
    kind: 'choice',
    doc: 'The kind of processor',
    values: ['x64', 'arm64', 'arm', 'ia32'],
    aliases: { x86_64: 'x64', aarch64: 'arm64' },
  },
  runtime: {
    kind: 'choice',
    doc: 'What the product runs on',
    values: ['node', 'bun', 'deno', 'python', 'browser'],
  },
  runtimeVersion: { kind: 'version', doc: 'The major version of the runtime', parts: 1 },
  productVersion: { kind: 'version', doc: 'The version of the product', parts: 2 },
  previousVersion: { kind: 'version', doc: 'The version of the product used before this one', parts: 2 },
  ci: { kind: 'choice', doc: 'Whether it ran in continuous integration', values: ['yes', 'no'] },
  ciProvider: {
    kind: 'choice',
    doc: 'Which continuous integration ran it',
    values: [
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
  },
  agent: {
    kind: 'choice',
    doc: 'Which coding agent started it',
    values: ['claude', 'cursor', 'copilot', 'gemini', 'codex', 'windsurf', 'none'],
  },
  container: {
    kind: 'choice',
    doc: 'Whether it ran in a container',
    values: ['docker', 'podman', 'kubernetes', 'none'],
  },
  serverless: {
    kind: 'choice',
    doc: 'Whether it ran as a serverless function',
    values: ['lambda', 'cloud-run', 'vercel', 'azure-functions', 'none'],
  },
  cloud: { kind: 'choice', doc: 'Which cloud it ran in', values: ['aws', 'gcp', 'azure', 'fly', 'none'] },
  packageManager: {
    kind: 'choice',
    doc: 'Which package manager started it',
    values: ['npm', 'pnpm', 'yarn', 'bun', 'pip', 'uv', 'poetry', 'none'],
  },
  environment: {
    kind: 'choice',
    doc: 'Which environment the product said it is in',
    values: ['development', 'preview', 'production', 'test'],
  },
  timeToFirstUse: { kind: 'bucket', doc: 'Hours from the installation to this', edges: [1, 24, 168, 720], unit: 'h' },
  installAge: { kind: 'bucket', doc: 'Days since the installation', edges: [1, 7, 30, 90, 365], unit: 'd' },
}

/**
 * Probes that stand in events only, never in a context: an age that goes with every report ties those of one machine together
 * (privacy.md, 2).
 */
export const EVENT_PROBES: readonly ProbeName[] = ['timeToFirstUse', 'installAge']

/** Whether a name is that of a probe. */
export function isProbe(name: string): name is ProbeName {
  return Object.hasOwn(PROBES, name)
}
