import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const SCRIPT = `
import { choice, defineContract, rollup } from '${new URL('../contract.ts', import.meta.url).href}'
import { createTelemetry } from '${new URL('../node.ts', import.meta.url).href}'
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(['build'], 'x') },
  events: { used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }) },
})
const telemetry = createTelemetry(contract, {
  env: { ACME_TELEMETRY: '1' },
  endpoint: 'http://127.0.0.1:9',
  stateDir: 'state',
})
const { state, decider } = telemetry.status()
console.log(state, decider)
telemetry.keepQuiet()
`

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plainsight-disk-')))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'tool.mjs'), SCRIPT)
  mkdirSync(join(folder, '.acme'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// A process of its own: one that reads what has no end is ended.
function state(): string {
  const words = ['--conditions=plainsight-source', 'tool.mjs']
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    timeout: 20_000,
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : `ended by ${status}: ${stderr}`
}

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it('is not read where a project says something by it: a device has no end, and a pipe none before somebody writes', () => {
    const file = join(folder, '.acme', 'telemetry.json')
    expect(state()).toBe('on on-variable')
    execFileSync('mkfifo', [join(folder, 'pipe')])
    symlinkSync('../pipe', file)
    expect(state()).toBe('off project')
    rmSync(file)
    mkdirSync(file)
    expect(state()).toBe('off project')
  })

  it('is off in the place of the settings', () => {
    mkdirSync(join(folder, 'state'))
    execFileSync('mkfifo', [join(folder, 'state', 'settings.json')])
    expect(state()).toBe('off stored-damaged')
  })
})
