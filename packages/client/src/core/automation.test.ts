import vendors from 'ci-info/vendors.json' with { type: 'json' }
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CI_PROVIDERS, findMark, TEST_RUNNERS } from './automation.ts'
import type { Env } from './env-words.ts'

// The table is kept by hand, because every process carries it; these hold it to lists that others keep.

type Mark = string | readonly string[] | { readonly [name: string]: string | readonly string[] }
/** Environments of which each shows a vendor of ci-info. */
function environmentsOf(mark: Mark): Env[] {
  if (typeof mark === 'string') return [{ [mark]: 'x' }]
  if (Array.isArray(mark)) return [Object.fromEntries(mark.map((name) => [name, 'x']))]
  const { any, env, includes, ...values } = mark as { readonly [name: string]: string | readonly string[] }
  if (Array.isArray(any)) return any.map((name) => ({ [name]: 'x' }))
  if (typeof env === 'string') return [{ [env]: String(includes) }]
  return [values as Env]
}

/**
 * What ci-info takes for CI and we do not. Vercel sets VERCEL in its functions as well, and CI besides where it builds; Heroku's builds
 * are told from its machines by a path, which is no presence; both set CI where they test.
 */
const NOT_OURS = new Set(['VERCEL', 'NODE'])

describe('continuous integration', () => {
  it.each(
    (vendors as readonly { readonly name: string; readonly env: Mark }[]).map(({ name, env }) => [name, env] as const),
  )('%s is known, as ci-info knows it', (_, env) => {
    for (const shown of environmentsOf(env)) {
      if (Object.keys(shown).every((name) => NOT_OURS.has(name))) continue
      expect([shown, findMark(CI_PROVIDERS, shown) !== undefined]).toEqual([shown, true])
    }
  })

  it('knows what std-env takes for one that builds or tests', () => {
    const require = createRequire(import.meta.url)
    const [, list = ''] =
      /\[(\["APPVEYOR"\].*?)\];function/.exec(readFileSync(require.resolve('std-env'), 'utf8')) ?? []
    const providers = JSON.parse(
      `[${list
        .replaceAll('!0', 'true')
        .replaceAll('!1', 'false')
        .replaceAll(/([{,])ci:/g, '$1"ci":')}]`,
    ) as [string, string?, { ci: boolean }?][]
    expect(providers.length).toBeGreaterThan(40)
    // Of hosts that run what was built, the same variables are set for good: a service on them is no CI.
    const hosts = [
      'GOOGLE_CLOUDRUN',
      'GOOGLE_CLOUDRUN_JOB',
      'VERCEL',
      'STACKBLITZ',
      'STORMKIT',
      'CLEAVR',
      'ZEABUR',
      'CODESPHERE',
      'RAILWAY',
      'DENO-DEPLOY',
      'FIREBASE_APP_HOSTING',
    ]
    // Ended years ago.
    const gone = ['SHIPPABLE', 'SOLANO']
    for (const [name, variable = name, { ci = true } = {}] of providers) {
      if (!ci || hosts.includes(name) || gone.includes(name)) continue
      // What is set besides what is known already need not be known too.
      if (['DRONE_BUILD_EVENT', 'CI_MERGE_REQUEST_ID'].includes(variable)) continue
      expect([name, findMark(CI_PROVIDERS, { [variable]: 'x' }) !== undefined]).toEqual([name, true])
    }
  })

  it('knows what ci-info takes for any CI', () => {
    for (const name of 'BUILD_ID BUILD_NUMBER CI CI_APP_ID CI_BUILD_ID CI_BUILD_NUMBER CI_NAME CONTINUOUS_INTEGRATION RUN_ID'.split(
      ' ',
    ))
      expect([name, findMark(CI_PROVIDERS, { [name]: '1' })]).toEqual([name, 'other'])
  })

  it('names nine providers by the words of the probe, and of all others only that they are one', () => {
    expect(CI_PROVIDERS.map(([word]) => word)).toEqual([
      'github-actions',
      'gitlab',
      'circleci',
      'jenkins',
      'travis',
      'azure-pipelines',
      'buildkite',
      'bitbucket',
      'teamcity',
      'other',
    ])
  })

  it('names a provider before the CI that it sets besides', () => {
    expect(findMark(CI_PROVIDERS, { CI: 'true', GITHUB_ACTIONS: 'true' })).toBe('github-actions')
    expect(findMark(CI_PROVIDERS, { CI: 'true', CIRRUS_CI: 'true' })).toBe('other')
  })
})

describe('a mark', () => {
  it('is there when its variable says anything but nothing, false and 0', () => {
    for (const text of ['1', 'true', 'yes', 'no', ' ']) expect(findMark(CI_PROVIDERS, { CI: text })).toBe('other')
    for (const text of ['', 'false', '0', undefined]) expect(findMark(CI_PROVIDERS, { CI: text })).toBeUndefined()
  })

  it('with a value is there for that value only', () => {
    expect(findMark(TEST_RUNNERS, { NODE_ENV: 'test' })).toBe('test')
    expect(findMark(TEST_RUNNERS, { NODE_ENV: 'production' })).toBeUndefined()
  })

  it('stands for one thing: no variable is in a table twice', () => {
    const names = [...CI_PROVIDERS, ...TEST_RUNNERS].flatMap(([, variables]) => variables.split(' '))
    expect(new Set(names).size).toBe(names.length)
  })
})
