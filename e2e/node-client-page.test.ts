import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, type ProofMachine } from './proof-machine.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'node-client.md'), 'utf8')
// Each program begins with its own name.
const programs = new Map(
  [...page.matchAll(/```ts\n\/\/ (\S+\.ts)\n([^]*?)```/g)].map(([, name, text]) => [name!, text!]),
)

/** What each prints; everything else prints nothing. */
const PRINTED: { readonly [name: string]: string } = {
  'alert.ts': 'request.served duration 2000 10 alert\n',
  'test.ts': 'true\n1 1\n',
}

let installed: InstalledTool
let machine: ProofMachine

beforeAll(() => {
  installed = installTool('fixtures-tracker-tool.ts')
  writeFileSync(join(installed.folder, 'package.json'), '{"type":"module"}')
  for (const [name, text] of programs) writeFileSync(join(installed.folder, name), text)
  machine = proofMachine(installed, 'acme')
})
afterAll(() => {
  machine.remove()
  installed.remove()
})

describe('the page about the Node client', () => {
  it('has a program for each of its parts', () => {
    expect(new Set(programs.keys())).toEqual(
      new Set(['acme.telemetry.ts', 'alert.ts', 'fail.ts', 'funnel.ts', 'record.ts', 'sinks.ts', 'test.ts']),
    )
  })

  it.each([...programs.keys()].filter((name) => name !== 'acme.telemetry.ts'))('%s runs as it stands', async (name) => {
    const env = { ACME_TELEMETRY: '1', ACME_TELEMETRY_ERRORS: '1' }
    const ended = await machine.shell(`exec "$1" ${join(installed.folder, name)}`, env)
    expect(ended).toEqual({ code: 0, signal: null, stdout: PRINTED[name] ?? '', stderr: '' })
  })

  it('leaves what it says: counters, both ends of a funnel, an error without its message', () => {
    const spool = machine.read('pending.jsonl')
    for (const part of [
      'command.completed',
      'setup.started',
      'setup.finished',
      'plan.seen',
      'tool.failed',
      'ConfigError',
    ])
      expect(spool).toContain(part)
    expect(spool).toContain('"outcome":"aborted"')
    expect(spool).not.toContain('No such key')
    const calls = [...spool.matchAll(/"call":"([0-9a-f]{32})"/g)].map(([, id]) => id)
    expect([calls.length, new Set(calls).size]).toEqual([2, 1])
  })
})
