import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULES, type Rule } from './rules.ts'
import { SUPPRESSIBLE } from './suppressions.ts'

// The page that people look a rule up in.
const page = readFileSync(join(import.meta.dirname, '../../../docs/check-rules.md'), 'utf8')

describe('the page of rules', () => {
  it('has a row for each rule, in its words, and says which can be let pass', () => {
    const rows = page.split('\n').flatMap((line) => {
      const [, rule, severity, says, pass] = /^\| `([a-z-]+)` +\| (\w+) +\| (.+?) +\| (.*?) *\|$/.exec(line) ?? []
      return rule === undefined ? [] : [[rule, severity, says, pass]]
    })
    expect(rows).toEqual(
      Object.entries(RULES).map(([rule, [severity, says]]) => [
        rule,
        severity,
        says.replaceAll('|', '\\|'),
        SUPPRESSIBLE.has(rule as Rule) ? 'yes' : '',
      ]),
    )
  })
})
