import { providers } from 'am-i-vibing'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { findAgent, inheritedWord, isUnattended } from './agents.ts'
import type { Env } from './env-words.ts'

// The table is kept by hand; these hold it to lists that others keep.

type Variable = string | readonly [name: string, value: string]
type Group = Variable | { readonly any?: readonly Variable[]; readonly all?: readonly Variable[] }

const shown = (variable: Variable): Env =>
  typeof variable === 'string' ? { [variable]: 'x' } : { [variable[0]]: variable[1] }

function environmentsOf(group: Group): Env[] {
  if (typeof group === 'string' || Array.isArray(group)) return [shown(group as Variable)]
  const { any = [], all = [] } = group as { readonly any?: readonly Variable[]; readonly all?: readonly Variable[] }
  if (all.length > 0) return [Object.assign({}, ...all.map(shown)) as Env]
  return any.map(shown)
}

describe('a coding agent', () => {
  const known = providers.filter(({ type }) => type === 'agent')

  it.each(known.map(({ name, envVars = [] }) => [name, envVars as readonly Group[]] as const))(
    '%s is known, as am-i-vibing knows it',
    (_, groups) => {
      for (const group of groups)
        for (const env of environmentsOf(group)) expect([env, findAgent(env) !== undefined]).toEqual([env, true])
    },
  )

  // These export no lists: they are read from what they publish.
  it('is known, as @vercel/detect-agent and std-env know it', () => {
    const require = createRequire(import.meta.url)
    const detect = readFileSync(require.resolve('@vercel/detect-agent'), 'utf8')
    const asked = [...detect.matchAll(/process\.env\.([A-Z_]+)(?: === "([^"]+)")?/g)].map(
      ([, name = '', value = 'x']) => ({ [name]: value }),
    )
    const [, list = ''] = /\[(\["claude".*?)\];function/.exec(readFileSync(require.resolve('std-env'), 'utf8')) ?? []
    const listed = [...list.matchAll(/"([A-Z][A-Z_]+)"[,\]](?!\/)/g)].map(([, name = '']) => ({ [name]: 'x' }))
    expect([asked.length, listed.length].every((length) => length > 10)).toBe(true)
    for (const env of [...asked, ...listed]) expect([env, findAgent(env) !== undefined]).toEqual([env, true])
  })

  it.each<[string, Env]>([
    ['claude', { CLAUDE_CODE: '1' }],
    ['claude', { CLAUDE_CODE_IS_COWORK: '1' }],
    ['cursor', { CURSOR_AGENT: '1' }],
    ['cursor', { CURSOR_EXTENSION_HOST_ROLE: 'agent-exec' }],
    ['copilot', { COPILOT_MODEL: 'x' }],
    ['copilot', { COPILOT_ALLOW_ALL: '1' }],
    ['copilot', { COPILOT_GITHUB_TOKEN: 'x' }],
    ['copilot', { AI_AGENT: 'github-copilot' }],
    ['copilot', { AI_AGENT: 'github_copilot_cloud_agent' }],
    ['codex', { CODEX_CI: '1' }],
    ['other', { AI_AGENT: 'somebody' }],
    ['other', { REPL_ID: 'x' }],
    ['other', { OPENCODE_CLIENT: 'x' }],
    ['other', { JUNIE_DATA: 'x' }],
    ['other', { GOOSE_PROVIDER: 'x' }],
    ['other', { TERM_PROGRAM: 'kiro' }],
  ])('is %s in %j', (word, env) => {
    expect(findAgent(env)).toBe(word)
  })

  it('is none where a person works in the same editor', () => {
    for (const env of [
      {},
      { TERM_PROGRAM: 'vscode' },
      { TERM_PROGRAM: 'zed' },
      { PAGER: 'cat' },
      { CURSOR_EXTENSION_HOST_ROLE: 'ui' },
    ])
      expect([env, findAgent(env)]).toEqual([env, undefined])
  })
})

describe('what a tool hears from the one that started it', () => {
  it('is the word for its own variables, among those for others', () => {
    const env = { PLAINSIGHT_PARENT: 'MY_ACME_TELEMETRY=off ACME_TELEMETRY=on:00ff ACME_LINT_TELEMETRY=local' }
    expect(inheritedWord(env, 'ACME_TELEMETRY')).toBe('on:00ff')
    expect(inheritedWord(env, 'ACME_LINT_TELEMETRY')).toBe('local')
    expect(inheritedWord(env, 'MY_ACME_TELEMETRY')).toBe('off')
    expect(inheritedWord(env, 'OTHER_TELEMETRY')).toBeUndefined()
    expect(inheritedWord({}, 'ACME_TELEMETRY')).toBeUndefined()
  })

  it('means that nobody reads, like CI, a test runner and an agent', () => {
    for (const env of [{ CI: '1' }, { VITEST: '1' }, { CLAUDECODE: '1' }, { PLAINSIGHT_PARENT: 'ACME_TELEMETRY=on' }])
      expect([env, isUnattended(env, 'ACME_TELEMETRY')]).toEqual([env, true])
    expect(isUnattended({ PLAINSIGHT_PARENT: 'OTHER_TELEMETRY=on' }, 'ACME_TELEMETRY')).toBe(false)
  })
})
