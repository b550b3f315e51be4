import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRows } from '../tools/demo/demo-collector.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { runCli } from './run-cli.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

// A contract that keeps continuous integration, from the tool to what a collector stores and answers.

const CONTRACT = `
import { choice, defineContract, duration, rollup } from '@plainsight/client/contract'
export default defineContract({
  name: 'citool', version: '1.0.0', title: 'CI tool', description: 'A tool that runs in CI, too.', owners: ['@proof/tools'],
  destinations: [{ name: 'a collector', host: 'telemetry.proof.example', kind: 'plainsight' }],
  consent: { preset: 'notice' }, ci: 'tagged', sources: ['cli'], context: ['ci', 'ciProvider'], presence: {},
  fields: {
    command: choice(['build', 'list', 'deploy'], 'Which command ran', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended', why: 'To see which commands fail', readBy: ['chart:commands'],
      by: ['command', 'outcome'], measure: ['duration'],
    }),
  },
})
`

type Row = { readonly [column: string]: unknown }

let tool: InstalledTool
let serve: ServeProcess
let rows: readonly Row[]
const machines: ProofMachine[] = []

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

beforeAll(async () => {
  tool = installTool()
  const folder = join(tool.folder, 'contracts')
  mkdirSync(folder)
  const contract = join(folder, 'citool.telemetry.ts')
  writeFileSync(contract, CONTRACT)
  expect(await runCli(folder, ['generate', contract])).toMatchObject({ code: 0 })
  const data = join(tool.folder, 'data')
  serve = await startServe(['--contracts', folder, '--data', data, '--k', '1'])
  const at = (days: number, env: Variables): Variables => ({
    PROOF_ENDPOINT: serve.url,
    PROOF_NOW: ago(days),
    PROOF_WAY: 'idle',
    PROOF_CONTRACT: contract,
    ...env,
  })
  const play = async (env: Variables, counts: number): Promise<void> => {
    const machine = proofMachine(tool, 'citool')
    machines.push(machine)
    await machine.run(at(2, env), ...(env['CI'] === undefined ? ['on'] : []), `count:${counts}`, 'exit')
    await machine.run(at(1, env), 'flush:5000', 'exit')
  }
  for (let person = 0; person < 2; person++) await play({}, 3)
  for (const provider of ['GITHUB_ACTIONS', 'GITHUB_ACTIONS', 'BUILDKITE'])
    await play({ CI: 'true', [provider]: 'true' }, 10)
  serve.kill('SIGTERM')
  await serve.gone
  rows = await exportRows(data)
})

afterAll(() => {
  for (const machine of machines) machine.remove()
  tool?.remove()
})

describe('a tool whose events carry no id', () => {
  it('never has a secret, though it has sent', () => {
    for (const machine of machines) expect(machine.names()).not.toContain('identity.json')
    expect(machines.map((machine) => machine.names().includes('receipts.jsonl'))).toEqual(machines.map(() => true))
  })
})

describe('continuous integration that a contract keeps', () => {
  it('is stored as ci, by its provider, and apart from people', () => {
    const counted = new Map<string, number>()
    for (const row of rows.filter((each) => each['event'] === 'command.completed')) {
      const key = `${String(row['c_ci'])} ${String(row['c_ciProvider'])}`
      counted.set(key, (counted.get(key) ?? 0) + Number(row['count']))
    }
    expect(Object.fromEntries(counted)).toEqual({ 'no none': 6, 'yes github-actions': 20, 'yes buildkite': 10 })
  })

  it('is no machine: only people make the rows that actives are counted from', () => {
    const presence = rows.filter((each) => each['event'] === 'plainsight.presence')
    expect(presence.filter((each) => each['f_grain'] === 'day')).toHaveLength(2)
  })
})
