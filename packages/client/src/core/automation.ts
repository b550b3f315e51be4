import type { Env } from './env-words.ts'

/** A table of what the environment shows: `[word, variable, value?]`. */
export type MarkTable = readonly (readonly [word: string, variable: string, value?: string])[]

/**
 * Continuous integration by the variables that providers set, from their own documentation. The first ten are words of the probe
 * `ciProvider`; of all others only that they are one is ever said.
 */
export const CI_PROVIDERS: MarkTable = [
  ...marks('github-actions', 'GITHUB_ACTIONS'),
  ...marks('gitlab', 'GITLAB_CI'),
  ...marks('circleci', 'CIRCLECI'),
  ...marks('jenkins', 'JENKINS_URL'),
  ...marks('travis', 'TRAVIS'),
  ...marks('azure-pipelines', 'TF_BUILD SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'),
  ...marks('buildkite', 'BUILDKITE'),
  ...marks('bitbucket', 'BITBUCKET_COMMIT BITBUCKET_BUILD_NUMBER'),
  ...marks('teamcity', 'TEAMCITY_VERSION'),
  ['other', 'CI_NAME', 'codeship'],
  ['other', 'CI_NAME', 'sourcehut'],
  // Agola, Appcircle, AppVeyor, Bamboo, Bitrise, Buddy, Cirrus, Cloudflare Pages and Workers, CodeBuild, Codefresh, Codemagic, Drone,
  // dsari, Earthly, EAS, Gerrit, Gitea, GoCD, Google Cloud Build, Harness, Heroku, Hudson, LayerCI, Magnum, Netlify, Nevercode, Prow,
  // ReleaseHub, Render, Sail, Screwdriver, Semaphore, Shippable, Solano, Strider, TaskCluster, Vela, Vercel, Xcode Cloud and Server;
  // then what any other sets.
  ...marks(
    'other',
    'AGOLA_GIT_REF AC_APPCIRCLE APPVEYOR bamboo_planKey BITRISE_IO BUDDY_WORKSPACE_ID CIRRUS_CI CF_PAGES WORKERS_CI CODEBUILD_BUILD_ARN ' +
      'CF_BUILD_ID CM_BUILD_ID DRONE DSARI EARTHLY_CI EAS_BUILD GERRIT_PROJECT GITEA_ACTIONS GO_PIPELINE_LABEL BUILDER_OUTPUT ' +
      'HARNESS_BUILD_ID HEROKU_TEST_RUN_ID HUDSON_URL LAYERCI MAGNUM NETLIFY NEVERCODE PROW_JOB_ID RELEASE_BUILD_ID RENDER SAILCI ' +
      'SCREWDRIVER SEMAPHORE SHIPPABLE TDDIUM STRIDER TASKCLUSTER_ROOT_URL VELA NOW_BUILDER CI_XCODE_PROJECT XCS ' +
      'CI CONTINUOUS_INTEGRATION BUILD_NUMBER CI_APP_ID CI_BUILD_ID CI_BUILD_NUMBER',
  ),
]

/** Test runners by the variables they set for what they start: vitest, jest, node:test, ava, tap, cypress, playwright, pytest, bun. */
export const TEST_RUNNERS: MarkTable = [
  ['test', 'NODE_ENV', 'test'],
  ...marks(
    'test',
    'VITEST JEST_WORKER_ID NODE_TEST_CONTEXT AVA_PATH TAP CYPRESS PLAYWRIGHT_TEST TEST_WORKER_INDEX PYTEST_CURRENT_TEST BUN_TEST',
  ),
]

/** Coding agents by the variables they set for what they start: `[agent, variable, value?]`, words of the probe `agent`. */
export const AGENTS: MarkTable = [
  ...marks('claude', 'CLAUDECODE CLAUDE_CODE'),
  ...marks('cursor', 'CURSOR_AGENT CURSOR_TRACE_ID'),
  ...marks('copilot', 'COPILOT_AGENT COPILOT_CLI'),
  ...marks('gemini', 'GEMINI_CLI'),
  ...marks('codex', 'CODEX_SANDBOX CODEX_THREAD_ID'),
  ...marks('windsurf', 'WINDSURF_AGENT'),
  ...marks('other', 'AI_AGENT AGENT OPENCODE AUGMENT_AGENT GOOSE_TERMINAL CLINE_ACTIVE ROO_ACTIVE AIDER_MODEL'),
]

/**
 * The first of a table that the environment shows.
 * @returns its word, or undefined when none is there
 */
export function findMark(table: MarkTable, env: Env): string | undefined {
  for (const [word, variable, value] of table) {
    const text = env[variable]
    if (text === undefined || text === '' || text === 'false' || text === '0') continue
    if (value === undefined || value === text) return word
  }
  return undefined
}

// One word for several variables.
function marks(word: string, variables: string): MarkTable {
  return variables.split(' ').map((variable) => [word, variable])
}
