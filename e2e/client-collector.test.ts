import { fileKey } from '@plainsight/contract/errors'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { exportRows } from '../tools/demo/demo-collector.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { runCli } from './run-cli.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

// What client and collector have agreed on beside usage: values told alone, reports of errors, and the maintainer's off switches.

const CONTRACT = `
import { bucket, choice, defineContract, duration, errors, event, flag, rollup } from '@plainsight/client/contract'
const said = { what: 'A thing happened', why: 'To see it', readBy: ['chart:things'] } as const
export default defineContract({
  name: 'agreed', version: '1.0.0', title: 'Agreed', description: 'A tool that speaks with a collector.', owners: ['@proof/tools'],
  destinations: [{ name: 'a collector', host: 'telemetry.proof.example', kind: 'plainsight' }],
  consent: { preset: 'opt-in' }, sources: ['cli'], presence: false, environment: ['os', 'runtime'],
  fields: {
    command: choice(['build', 'list', 'deploy'], 'Which command ran', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
    files: bucket([100, 1_000], 'How many files', { transient: true }),
    cached: flag('Whether a cache was used', { transient: true }),
  },
  events: {
    'command.completed': rollup({ ...said, by: ['command', 'outcome'], measure: ['duration'] }),
    'project.indexed': event({ ...said, fields: { files: 'required', cached: 'required' } }),
    'tool.failed': errors({ ...said, deliver: 'now' }),
  },
})
`

type Row = { readonly [column: string]: unknown }

let tool: InstalledTool
let folder: string
let data: string
let contract: string
let serve: ServeProcess | undefined
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool()
  folder = join(tool.folder, 'contracts')
  data = join(tool.folder, 'data')
  mkdirSync(folder)
  contract = join(folder, 'agreed.telemetry.ts')
  writeFileSync(contract, CONTRACT)
  expect(await runCli(folder, ['generate', contract])).toMatchObject({ code: 0 })
})
afterEach(async () => {
  await machine.quiet()
  machine.remove()
  serve?.kill('SIGKILL')
  await serve?.gone
})
afterAll(() => tool?.remove())

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

async function start(stopped = ''): Promise<void> {
  serve = await startServe(['--contracts', folder, '--data', data, '--k', '1'], { PLAINSIGHT_STOPPED: stopped })
  machine = proofMachine(tool, 'agreed')
}
const at = (days: number, more: Variables = {}): Variables => ({
  PROOF_ENDPOINT: serve?.url,
  PROOF_NOW: ago(days),
  PROOF_CONTRACT: contract,
  PROOF_ROOT: tool.folder,
  PROOF_WAY: 'idle',
  ...more,
})
async function stored(): Promise<readonly Row[]> {
  await machine.quiet()
  serve?.kill('SIGTERM')
  expect(await serve?.gone).toBe(0)
  return await exportRows(data)
}

describe('context values told alone', () => {
  it('are stored in a row each with nothing beside them, and asked for by a question of their own', async () => {
    await start()
    await machine.run(at(2), 'on', 'count:2', 'exit')
    expect((await machine.run(at(1), 'flush:5000', 'exit')).stdout).toContain('"taken":1')
    const asked = `contract=agreed&from=${ago(40).slice(0, 10)}&to=${ago(0).slice(0, 10)}&by=runtime`
    const answer = await until('the question to know it', async () => {
      const text = await (await fetch(`${serve?.url}/api/questions/environment?${asked}`)).text()
      return text.includes('"rows":[{') && text
    })
    expect((JSON.parse(answer) as { rows: Row[] }).rows).toMatchObject([{ value: 'node', count: 1, share: 1 }])
    const rows = (await stored()).filter(({ event }) => event === 'plainsight.environment')
    expect(rows.map((row) => `${String(row['n_field'])} ${String(row['n_value'])}`).sort()).toEqual([
      expect.stringMatching(/^os [a-z]+$/),
      'runtime node',
    ])
    expect(rows.every(({ c_os, c_runtime, id }) => !c_os && !c_runtime && !id)).toBe(true)
  })
})

describe('an error that nobody catches', () => {
  it('is at the collector when the process is barely gone, as places in the build, without a word of its message', async () => {
    await start()
    await machine.run(at(0), 'on', 'errorsOn', 'exit')
    const { code, stderr } = await machine.run(at(0, { PROOF_WAY: undefined }), 'watch', 'count:1', 'throw')
    expect([code, stderr]).toEqual([1, expect.stringContaining('as asked')])
    const rows = (await stored()).filter(({ event }) => event === 'tool.failed')
    expect(rows).toHaveLength(1)
    const text = JSON.stringify(rows)
    expect(text).toContain(`${fileKey('proof-tool.mjs')}:`)
    expect(text).toContain('"Error"')
    expect(text).not.toContain('as asked')
    expect(serve?.said()).not.toContain('as asked')
  })
})

describe('a maintainer’s off switch', () => {
  it('for a version: its clients keep and send nothing more', async () => {
    await start('agreed@1.0.0')
    await machine.run(at(2), 'on', 'count:3', 'exit')
    await machine.run(at(1), 'flush:5000', 'exit')
    expect(machine.read('receipts.jsonl')).toContain('"status":410')
    const spool = machine.read('pending.jsonl')
    await machine.run(at(1), 'count:40', 'index:40', 'exit')
    await machine.run(at(0), 'count:40', 'flush:5000', 'exit')
    expect(machine.read('pending.jsonl')).toBe(spool)
    expect(machine.read('receipts.jsonl').match(/"status"/g)).toHaveLength(1)
  })

  it('for one event: once a client has asked again it is kept no more, and the others go on', async () => {
    await start('agreed/project.indexed')
    await machine.run(at(5), 'on', 'count:3', 'index:2', 'exit')
    await machine.run(at(4), 'flush:5000', 'exit')
    await machine.run(at(3), 'flush:5000', 'count:5', 'index:7', 'exit')
    expect(machine.read('pending.jsonl')).toContain('command.completed')
    expect(machine.read('pending.jsonl')).not.toContain('"t":"e"')
    await machine.run(at(2), 'flush:5000', 'exit')
    const days = [ago(5), ago(3)].map((day) => day.slice(0, 10))
    const rows = (await stored()).filter((row) => days.includes(String(row['day'])))
    const counts = rows.filter(({ event }) => event === 'command.completed').map(({ count }) => Number(count))
    expect(counts.sort((a, b) => a - b)).toEqual([3, 5])
    expect(rows.map(({ event }) => event)).not.toContain('project.indexed')
  })
})
