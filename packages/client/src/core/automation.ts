import type { Env } from './env-words.ts'

/**
 * Continuous integration by the variables it sets: `[provider, variable, value?]`. A provider is recognised when the variable is
 * set to anything but nothing and `false`, or to exactly `value`. The names are the providers' own, from their documentation.
 */
export const CI_PROVIDERS: readonly (readonly [provider: string, variable: string, value?: string])[] = [
  ['github-actions', 'GITHUB_ACTIONS'],
  ['gitlab', 'GITLAB_CI'],
  ['circleci', 'CIRCLECI'],
  ['jenkins', 'JENKINS_URL'],
  ['travis', 'TRAVIS'],
  ['azure-pipelines', 'TF_BUILD'],
  ['azure-pipelines', 'SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'],
  ['buildkite', 'BUILDKITE'],
  ['bitbucket', 'BITBUCKET_COMMIT'],
  ['bitbucket', 'BITBUCKET_BUILD_NUMBER'],
  ['teamcity', 'TEAMCITY_VERSION'],
  ['agola', 'AGOLA_GIT_REF'],
  ['appcircle', 'AC_APPCIRCLE'],
  ['appveyor', 'APPVEYOR'],
  ['bamboo', 'bamboo_planKey'],
  ['bitrise', 'BITRISE_IO'],
  ['buddy', 'BUDDY_WORKSPACE_ID'],
  ['cirrus', 'CIRRUS_CI'],
  ['cloudflare-pages', 'CF_PAGES'],
  ['cloudflare-workers', 'WORKERS_CI'],
  ['codebuild', 'CODEBUILD_BUILD_ARN'],
  ['codefresh', 'CF_BUILD_ID'],
  ['codemagic', 'CM_BUILD_ID'],
  ['codeship', 'CI_NAME', 'codeship'],
  ['drone', 'DRONE'],
  ['dsari', 'DSARI'],
  ['earthly', 'EARTHLY_CI'],
  ['eas', 'EAS_BUILD'],
  ['gerrit', 'GERRIT_PROJECT'],
  ['gitea', 'GITEA_ACTIONS'],
  ['gocd', 'GO_PIPELINE_LABEL'],
  ['google-cloud-build', 'BUILDER_OUTPUT'],
  ['harness', 'HARNESS_BUILD_ID'],
  ['heroku', 'HEROKU_TEST_RUN_ID'],
  ['hudson', 'HUDSON_URL'],
  ['layerci', 'LAYERCI'],
  ['magnum', 'MAGNUM'],
  ['netlify', 'NETLIFY'],
  ['nevercode', 'NEVERCODE'],
  ['prow', 'PROW_JOB_ID'],
  ['release-hub', 'RELEASE_BUILD_ID'],
  ['render', 'RENDER'],
  ['sail', 'SAILCI'],
  ['screwdriver', 'SCREWDRIVER'],
  ['semaphore', 'SEMAPHORE'],
  ['shippable', 'SHIPPABLE'],
  ['solano', 'TDDIUM'],
  ['sourcehut', 'CI_NAME', 'sourcehut'],
  ['strider', 'STRIDER'],
  ['taskcluster', 'TASKCLUSTER_ROOT_URL'],
  ['vela', 'VELA'],
  ['vercel', 'NOW_BUILDER'],
  ['woodpecker', 'CI', 'woodpecker'],
  ['xcode-cloud', 'CI_XCODE_PROJECT'],
  ['xcode-server', 'XCS'],
  // What any other provider sets.
  ['other', 'CI'],
  ['other', 'CONTINUOUS_INTEGRATION'],
  ['other', 'BUILD_NUMBER'],
  ['other', 'CI_APP_ID'],
  ['other', 'CI_BUILD_ID'],
  ['other', 'CI_BUILD_NUMBER'],
]

/** Test runners by the variables they set for what they start: `[runner, variable, value?]`. */
export const TEST_RUNNERS: readonly (readonly [runner: string, variable: string, value?: string])[] = [
  ['vitest', 'VITEST'],
  ['jest', 'JEST_WORKER_ID'],
  ['node:test', 'NODE_TEST_CONTEXT'],
  ['ava', 'AVA_PATH'],
  ['tap', 'TAP'],
  ['mocha', 'MOCHA_COLORS'],
  ['cypress', 'CYPRESS'],
  ['playwright', 'PLAYWRIGHT_TEST'],
  ['playwright', 'TEST_WORKER_INDEX'],
  ['pytest', 'PYTEST_CURRENT_TEST'],
  ['bun', 'BUN_TEST'],
  ['any', 'NODE_ENV', 'test'],
]

/** Coding agents by the variables they set for what they start: `[agent, variable, value?]`, words of the probe `agent`. */
export const AGENTS: readonly (readonly [agent: string, variable: string, value?: string])[] = [
  ['claude', 'CLAUDECODE'],
  ['claude', 'CLAUDE_CODE'],
  ['cursor', 'CURSOR_AGENT'],
  ['cursor', 'CURSOR_TRACE_ID'],
  ['copilot', 'COPILOT_AGENT'],
  ['copilot', 'COPILOT_CLI'],
  ['gemini', 'GEMINI_CLI'],
  ['codex', 'CODEX_SANDBOX'],
  ['codex', 'CODEX_THREAD_ID'],
  ['windsurf', 'WINDSURF_AGENT'],
  ['other', 'AI_AGENT'],
  ['other', 'AGENT'],
  ['other', 'OPENCODE'],
  ['other', 'AUGMENT_AGENT'],
  ['other', 'GOOSE_TERMINAL'],
  ['other', 'CLINE_ACTIVE'],
  ['other', 'ROO_ACTIVE'],
  ['other', 'AIDER_MODEL'],
]

/**
 * The first of a table that the environment shows.
 * @returns its word, or undefined when none is there
 */
export function findMark(
  table: readonly (readonly [word: string, variable: string, value?: string])[],
  env: Env,
): string | undefined {
  for (const [word, variable, value] of table) {
    const text = env[variable]
    if (text === undefined || text === '' || text === 'false' || text === '0') continue
    if (value === undefined || value === text) return word
  }
  return undefined
}
