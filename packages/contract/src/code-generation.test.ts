import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// Hosts forbid code that is made of texts: content security policies, hardened runtimes. Here the runtime itself does.
const program = `
const { acme } = await import(${JSON.stringify(join(import.meta.dirname, '../fixtures/acme.ts'))})
const { compileContract } = await import(${JSON.stringify(join(import.meta.dirname, 'compile-contract.ts'))})
const { checkContract } = await import(${JSON.stringify(join(import.meta.dirname, 'check.ts'))})
checkContract(acme)
const { admit, judge } = compileContract(acme, {})
const record = { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 1 }
const verdicts = [
  admit('command.completed', { command: 'build', outcome: 'ok', duration: 12 }).kind,
  judge(record, { version: acme.version, source: 'cli', day: '2026-11-19', service: false }).kind,
]
let made = false
try {
  new Function('return 1')()
  made = true
} catch {}
console.log(...verdicts, made)
`

it('judges, checks and compiles without making code of texts', () => {
  const flags = ['--disallow-code-generation-from-strings', '--conditions=plainsight-source', '--input-type=module']
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('kept kept false\n')
})
