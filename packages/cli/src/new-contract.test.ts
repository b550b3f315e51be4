import { checkContract } from '@plainsight/contract/check'
import { normalContract } from '@plainsight/contract/judge'
import fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadContract } from './load-contract.ts'
import { attachCode } from './new-attach.ts'
import { KINDS, readAnswers, withDefaults, type Answers } from './new-answers.ts'
import { newContract } from './new-contract.ts'

const GOOD = { name: 'hello', description: 'Says hello.', count: ['greet'], owners: ['@hello/dx'] }

function answersOf(given: object): Answers {
  const read = readAnswers({ ...GOOD, ...given }, (name) => name)
  if (read.kind === 'refused') throw new Error(read.messages.join('\n'))
  return withDefaults(read.answers as Parameters<typeof withDefaults>[0])
}

describe('newContract', () => {
  it('writes a file that is the contract it checked, whatever was typed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plainsight-new-contract-'))
    try {
      const odd = `it's "so" \\ and \\' \${x} \`y\` </script> \u00e9\u{1f600}`
      for (const given of [
        {},
        { description: odd, title: odd.slice(0, 60), owners: [`o'w"n\\er`, '@b/c'] },
        { kind: 'web', count: ['/', '/a/:id', '/docs/*'], consent: 'local', docs: `https://a.example/it's?q="x"` },
        { kind: 'mcp', as: 'event', endpoint: 'http://127.0.0.1:4680/x', population: 123_456, sources: ['mcp', 'cli'] },
        { kind: 'daemon', consent: 'audience-fr', count: Array.from({ length: 200 }, (_, i) => `job ${i}`) },
        { kind: 'sdk', as: 'event', population: 40 },
      ]) {
        const made = newContract(answersOf(given))
        if (made.kind === 'refused') throw new Error(made.messages.join('\n'))
        const file = join(folder, 'x.telemetry.ts')
        writeFileSync(file, made.text)
        const loaded = await loadContract(file)
        expect(loaded).toMatchObject({ kind: 'contract' })
        if (loaded.kind === 'contract') expect(normalContract(loaded.contract)).toEqual(normalContract(made.contract))
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('lists the own name of a command-line tool once, for runs without a command', () => {
    const listed = (given: object): unknown => {
      const made = newContract(answersOf(given))
      return made.kind === 'contract' && normalContract(made.contract).fields['command']
    }
    expect(listed({})).toMatchObject({ values: ['greet', 'hello'] })
    expect(listed({ count: ['hello', 'greet'] })).toMatchObject({ values: ['hello', 'greet'] })
    const made = newContract(answersOf({ kind: 'mcp' }))
    expect(made.kind === 'contract' && made.text).not.toContain(`'hello']`)
  })

  it('makes of any answers a contract without a finding, or says why not', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._:+/-]{0,20}$/)
    const anything = fc.record(
      {
        name: fc.stringMatching(/^[a-z][a-z0-9-]{1,38}$/),
        title: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
        kind: fc.constantFrom(...Object.keys(KINDS)),
        count: fc.uniqueArray(word, { minLength: 1, maxLength: 200 }),
        as: fc.constantFrom('rollup', 'event'),
        consent: fc.constantFrom('opt-in', 'notice', 'audience-fr', 'local'),
        endpoint: fc.webUrl(),
        population: fc.integer({ min: 40, max: 1e9 }),
      },
      { requiredKeys: [] },
    )
    let made = 0
    fc.assert(
      fc.property(anything, (given) => {
        const read = readAnswers({ ...GOOD, ...given }, (name) => name)
        if (read.kind === 'refused') {
          expect(read.messages.join('')).toMatch(/: .+\./)
          return
        }
        const contract = newContract(withDefaults(read.answers as Parameters<typeof withDefaults>[0]))
        if (contract.kind === 'refused') {
          expect(contract.messages.length).toBeGreaterThan(0)
          return
        }
        made++
        expect(checkContract(contract.contract)).toEqual([])
      }),
      { numRuns: 200 },
    )
    expect(made).toBeGreaterThan(50)
  })

  it('reads whatever JSON there is without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        expect(['answers', 'refused']).toContain(readAnswers(given, (name) => name).kind)
        const read = readAnswers(Object.fromEntries(Object.keys(GOOD).map((name) => [name, given])), (name) => name)
        expect(['answers', 'refused']).toContain(read.kind)
      }),
    )
  })
})

describe('the lines that attach it', () => {
  it('hold what was typed as texts and never as code', () => {
    const endpoint = `https://in.example/'+evil()+'`
    const odd = { ...answersOf({ kind: 'sdk', endpoint }), count: [`a'+evil()+'`] }
    const code = attachCode(odd, 'plain', 'hello.telemetry.ts', `1.0.0'+evil()+'`)
    const texts = code.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, '')
    expect(texts).not.toContain('evil')
    expect(code.split("\\'+evil()+\\'")).toHaveLength(4)
  })

  it('have no address that is more than one word', () => {
    for (const endpoint of ['https://in.example/\nevil()', 'https://in.example/ x', '\thttps://in.example'])
      expect(readAnswers({ endpoint }, (name) => name)).toMatchObject({ kind: 'refused' })
  })
})
