import type { Env } from './env-words.ts'

/**
 * A table of what the environment shows: a word, and the variables that stand for it; `NAME=value` where only that value does. Texts, not lists of lists: a process that looks at them once should not have to build them first.
 */
export type MarkTable = readonly (readonly [word: string, variables: string])[]

/**
 * Continuous integration by the variables that providers set, from their own documentation; automation.test.ts holds the table to
 * ci-info and std-env. The first nine are words of the probe `ciProvider`; of all others only that they are one is ever said.
 */
export const CI_PROVIDERS: MarkTable = [
  ['github-actions', 'GITHUB_ACTIONS'],
  ['gitlab', 'GITLAB_CI'],
  ['circleci', 'CIRCLECI'],
  ['jenkins', 'JENKINS_URL'],
  ['travis', 'TRAVIS'],
  ['azure-pipelines', 'TF_BUILD SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'],
  ['buildkite', 'BUILDKITE'],
  ['bitbucket', 'BITBUCKET_COMMIT'],
  ['teamcity', 'TEAMCITY_VERSION'],
  // What any sets (Codeship, sourcehut, TaskCluster and Woodpecker among them), then Agola, Alpic, Appcenter, Appcircle, AppVeyor, AWS Amplify,
  // Azure static apps, Bamboo, Bitrise, Buddy, Capawesome, Cirrus, Cloudflare Pages and Workers, CodeBuild, Codefresh, Codemagic, Drone,
  // dsari, Earthly, EAS, EdgeOne, Gerrit, Gitea, GoCD, Google Cloud Build, Harness, Heroku, Hudson, LayerCI, Magnum, Netlify, Nevercode, Prow,
  // ReleaseHub, Render, RWX, Sail, Screwdriver, Semaphore, Strider, Vela, Vercel, Xcode Cloud and Server.
  [
    'other',
    'CI CI_NAME CI_APP_ID CI_BUILD_ID CI_BUILD_NUMBER BUILD_ID BUILD_NUMBER RUN_ID CONTINUOUS_INTEGRATION AGOLA_GIT_REF ALPIC_HOST ' +
      'APPCENTER_BUILD_ID AC_APPCIRCLE APPVEYOR AWS_APP_ID INPUT_AZURE_STATIC_WEB_APPS_API_TOKEN bamboo_planKey BITRISE_IO ' +
      'BUDDY_WORKSPACE_ID CAPAWESOME_CLOUD CIRRUS_CI CF_PAGES WORKERS_CI CODEBUILD_BUILD_ARN CF_BUILD_ID CM_BUILD_ID DRONE DSARI EARTHLY_CI ' +
      'EAS_BUILD EO_PAGES_CI GERRIT_PROJECT GITEA_ACTIONS GO_PIPELINE_LABEL BUILDER_OUTPUT HARNESS_BUILD_ID HEROKU_TEST_RUN_ID HUDSON_URL ' +
      'LAYERCI MAGNUM NETLIFY NEVERCODE PROW_JOB_ID RELEASE_BUILD_ID RENDER RWX SAILCI SCREWDRIVER SEMAPHORE STRIDER VELA NOW_BUILDER ' +
      'CI_XCODE_PROJECT XCS',
  ],
]

/** Test runners by the variables they set for what they start: vitest, jest, node:test, ava, tap, cypress, playwright, pytest, bun. */
export const TEST_RUNNERS: MarkTable = [
  [
    'test',
    'NODE_ENV=test VITEST JEST_WORKER_ID NODE_TEST_CONTEXT AVA_PATH TAP CYPRESS PLAYWRIGHT_TEST TEST_WORKER_INDEX PYTEST_CURRENT_TEST ' +
      'BUN_TEST',
  ],
]

/**
 * The first of a table that the environment shows. A variable that is empty, `false` or `0` shows nothing.
 * @returns its word, or undefined when none is there
 */
export function findMark(table: MarkTable, env: Env): string | undefined {
  for (const [word, variables] of table) {
    for (const variable of variables.split(' ')) {
      const [name = '', wanted] = variable.split('=')
      const text = env[name]
      if (wanted === undefined ? text && text !== 'false' && text !== '0' : text === wanted) return word
    }
  }
  return undefined
}
