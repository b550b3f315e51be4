import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installClient, type InstalledClient } from './fixtures/installed-client.ts'
import { createMachine, type Machine } from './fixtures/machine.ts'

let client: InstalledClient
let machine: Machine

beforeAll(async () => {
  client = await installClient()
})
afterAll(() => client.remove())
afterEach(() => machine.remove())

const DECLARED = `{ name: 'tinytool', version: '1.2.0', title: 'T', description: '', owners: [], consent: { preset: 'opt-in' }, sources: ['cli'],
  presence: false, fields: { command: { kind: 'choice', doc: '', values: ['build'] } },
  events: { used: { kind: 'rollup', what: '', why: '', readBy: [], by: ['command'] } } }`

/** A tool that does something between making its telemetry and recording, and says what it was counted as. */
function startTool(between: string): void {
  const file = join(client.folder, 'start.mjs')
  writeFileSync(
    file,
    `import { createTelemetry } from '@plainsight/client/node'
    const telemetry = createTelemetry(${DECLARED}, { endpoint: 'http://127.0.0.1:1' })
    ${between}
    telemetry.record('used', { command: 'build' })
    const { state, decider, endpoint } = telemetry.status()
    console.log(state, decider, endpoint)`,
  )
  machine = createMachine([process.execPath, file])
}

describe('what a tool does before its first record', () => {
  it('cannot switch telemetry on, or lead it elsewhere, by variables that it loads', async () => {
    startTool(`Object.assign(process.env, { TINYTOOL_TELEMETRY: '1', TINYTOOL_TELEMETRY_ENDPOINT: 'http://127.0.0.1:2',
      TINYTOOL_TELEMETRY_DIR: process.env.HOME + '/elsewhere' })`)
    expect(await machine.run({})).toMatchObject({
      code: 0,
      stdout: 'undecided preset http://127.0.0.1:1\n',
      stderr: '',
    })
    expect(machine.names()).toEqual([])
  })

  it('cannot leave the project that says off', async () => {
    startTool(`process.chdir('/')`)
    mkdirSync(join(machine.home, '.tinytool'))
    writeFileSync(join(machine.home, 'package.json'), '{}')
    writeFileSync(join(machine.home, '.tinytool', 'telemetry.json'), '{"telemetry":"off"}')
    const { code, stdout } = await machine.run({ TINYTOOL_TELEMETRY: '1' })
    expect([code, stdout]).toEqual([0, 'off project http://127.0.0.1:1\n'])
  })
})

describe('what is counted once for each project and process', () => {
  it('is counted again in another project, and in one project once, wherever in it', async () => {
    const file = join(client.folder, 'projects.mjs')
    writeFileSync(
      file,
      `import { createTelemetry } from '@plainsight/client/node'
      const telemetry = createTelemetry({ name: 'tinytool', version: '1.2.0', title: 'T', description: '', owners: [],
        consent: { preset: 'opt-in' }, sources: ['cli'], presence: false, fields: { command: { kind: 'choice', doc: '', values: ['build'] } },
        events: { used: { kind: 'event', what: '', why: '', readBy: [], once: 'project-and-process', fields: { command: 'required' } } } },
        { endpoint: 'http://127.0.0.1:1' })
      const home = process.cwd()
      for (const folder of ['one', 'one/deep', 'two', 'one', 'none', '.', 'outer/inner', 'outer']) {
        process.chdir(home + '/' + folder)
        telemetry.record('used', { command: 'build' })
      }`,
    )
    machine = createMachine([process.execPath, file])
    for (const folder of ['one/deep', 'two', 'none', 'outer/inner'])
      mkdirSync(join(machine.home, folder), { recursive: true })
    // The home folder is looked at, and nothing above it.
    for (const root of ['one/package.json', 'two/go.mod', 'outer/Cargo.toml', 'outer/inner/deno.json'])
      writeFileSync(join(machine.home, root), '')
    const spooled = (): string =>
      machine
        .names()
        .map((name) => machine.read(name))
        .join('\n')
    const rows = (): number => spooled().split('"e":"used"').length - 1
    expect(await machine.run({ TINYTOOL_TELEMETRY: '1' })).toMatchObject({ code: 0, stderr: '' })
    // One, two, none at all, outer and inner.
    expect(rows()).toBe(5)
    expect(spooled()).not.toContain('outer')
    // Another process counts anew.
    await machine.run({ TINYTOOL_TELEMETRY: '1' })
    expect(rows()).toBe(10)
  })
})
