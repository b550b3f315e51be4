import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRows } from '../tools/demo/demo-collector.ts'
import { root } from '../tools/run-command.ts'
import { around, bytesBelow, CANARIES, encoded, foundIn } from './canaries.ts'
import { eachOf } from './each-of.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

// Every contract of the examples and our own, with all its events and fields: on a machine each, all sent to one collector.

const files = ['examples/contracts/*', 'examples/*/*', 'contracts/*']
  .flatMap((place) => globSync(`${place}.telemetry.ts`, { cwd: root }))
  .filter((file, i, all) => all.indexOf(file) === i && !file.includes('node_modules'))
  .sort()
const contracts = files.map((file) => ({ file, name: basename(file, '.telemetry.ts') }))

const lockOf = (file: string): string => file.replace(/\.ts$/, '.lock.json')

let tool: InstalledTool
let serve: ServeProcess
let data: string
let rows: readonly { readonly [column: string]: unknown }[]
const machines = new Map<string, ProofMachine>()
const printed = new Map<string, string>()
const host = hostname().length > 4 ? [hostname()] : []
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

beforeAll(async () => {
  tool = installTool()
  data = mkdtempSync(join(tmpdir(), 'plainsight-leaks-'))
  // All at once come from one address: what is limited elsewhere is not limited here.
  const limits = join(tool.folder, 'limits.json')
  writeFileSync(limits, '{"prefixBatchesPerMinute":1e6,"idBatchesPerMinute":1e6,"newcomersPerDay":1e6}')
  const served = join(tool.folder, 'served')
  for (const { file } of contracts) cpSync(join(root, lockOf(file)), join(served, basename(lockOf(file))))
  serve = await startServe(['--contracts', served, '--data', data, '--limits', limits])
  await eachOf(contracts, async ({ file, name }) => {
    const machine = proofMachine(tool, name)
    machines.set(name, machine)
    const contract = join(tool.folder, basename(file))
    writeFileSync(contract, readFileSync(join(root, file)))
    const words = [...CANARIES, machine.home, ...host]
    const on = (days: number): Variables => ({ ...around(words, ago(days), serve.url), PROOF_CONTRACT: contract })
    await machine.run(on(2), 'on', 'errorsOn')
    const pushed = await machine.run(on(2), encoded(words), 'exit')
    const sent = await machine.run(on(1), ...Array.from({ length: 8 }, () => 'flush:4000'), 'exit')
    printed.set(name, [pushed.code, pushed.stdout, pushed.stderr, sent.stderr].join('\n'))
  })
  serve.kill('SIGTERM')
  await serve.gone
  rows = await exportRows(data)
}, 600_000)
afterAll(() => {
  serve?.kill('SIGKILL')
  for (const machine of machines.values()) machine.remove()
  rmSync(data, { recursive: true, force: true })
  tool?.remove()
})

describe('what must not be told', () => {
  it('is pushed through every contract of the examples', () => {
    expect(contracts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['acme', 'acme-docs', 'codegraph', 'decantr', 'ktx', 'patter', 'plainsight', 'sigil']),
    )
  })

  it.each(contracts)('is in no byte that $name keeps, sends, says or has answered', ({ file, name }) => {
    const machine = machines.get(name)!
    // Which public name of a catalogue it is only the collector knows: until there it is held by its shape (decision 8).
    const open = /: (?:slug|campaign)\(/.test(readFileSync(join(root, file), 'utf8'))
    const words = [...CANARIES, machine.home, ...host].filter((word) => !open || !/^[a-z0-9.-]+$/.test(String(word)))
    expect(printed.get(name)).toBe('0\n\n\n')
    const kept = bytesBelow(machine.state)
    expect(kept.map(([file]) => file)).toContain('receipts.jsonl')
    for (const [file, text] of kept) expect([file, foundIn(text, words)]).toEqual([file, []])
  })

  it('is in no row, and in no byte of inbox, store and log, of the collector of them all', () => {
    const words = [...CANARIES, ...[...machines.values()].map(({ home }) => home), ...host]
    expect(foundIn(JSON.stringify(rows), words)).toEqual([])
    expect(foundIn(serve.said(), words)).toEqual([])
    for (const [name, text] of bytesBelow(data)) expect([name, foundIn(text, words)]).toEqual([name, []])
    expect([...new Set(rows.map((row) => String(row['contract'])))].sort()).toEqual(
      contracts.map(({ name }) => name).sort(),
    )
  })
})
