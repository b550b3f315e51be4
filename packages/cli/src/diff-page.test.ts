import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffContracts } from '@plainsight/contract/diff'
import type { NormalContract } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { editContract, type Edit } from '../../contract/fixtures/edit-contract.ts'
import { diffPage } from './diff-page.ts'

const file = join(import.meta.dirname, '../../../spec/vectors/diff.json')
const { given, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly given: { readonly contract: NormalContract }
  readonly cases: readonly {
    readonly says: string
    readonly before: readonly Edit[]
    readonly after: readonly Edit[]
    readonly changes: readonly { readonly class: string }[]
  }[]
}

const HEADINGS: { readonly [of: string]: string } = {
  'privacy-widening': '### Says more than people agreed to',
  breaking: '### Breaks what was built on it',
  compatible: '### Changes nothing for others',
}

describe('the page of a change', () => {
  it.each(cases.map((one) => [one.says, one] as const))(
    '%s: is Markdown that tells each change under its class',
    (_, one) => {
      const [before, after] = [one.before, one.after].map((edits) => editContract(given.contract, edits))
      const changes = diffContracts(before!, after!)
      const page = diffPage({ before: before!, after: after!, changes })
      expect(page.startsWith('## acme')).toBe(true)
      for (const of of Object.keys(HEADINGS))
        expect(page.includes(HEADINGS[of]!)).toBe(one.changes.some((change) => change.class === of))
      if (changes.length === 0) expect(page).toContain('Both say the same.')
      const told = page.split('\n').filter((line) => line.startsWith('- '))
      expect(told.length).toBeGreaterThanOrEqual(changes.length)
      // One line a change: no text of an author makes a heading or a list of its own.
      for (const line of page.split('\n')) expect(line).not.toMatch(/^(?:[ ]{4}|\t|>|<)/)
    },
  )

  it('has at least forty pairs', () => {
    expect(cases.length).toBeGreaterThanOrEqual(190)
  })
})
