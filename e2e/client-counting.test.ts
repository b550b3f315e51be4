import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import {
  allBelow,
  endOf,
  hasProgram,
  lineOf,
  proofMachine,
  type ProofMachine,
  type Variables,
  until,
} from './proof-machine.ts'
import { countOf, proofRecorder, type ProofRecorder } from './proof-recorder.ts'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool()
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
afterEach(async () => {
  await machine.quiet()
  machine.remove()
})

const at = (day: string): Variables => ({ PROOF_ENDPOINT: recorder.url, PROOF_NOW: `${day}T10:00:00Z` })

/** Modules whose loading a counting process may not pay for. */
const HEAVY =
  /NativeModule (?:internal\/deps\/undici|_?https?\b|_http_|zlib|child_process|crypto$|internal\/crypto|internal\/child_process|_tls|tls|net$|dns|worker_threads)/

describe('processes that count at the same time', () => {
  it('a hundred that exit at once, while senders claim and the spool is folded, lose and double nothing', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-04-01'), 'on', 'count:2')
    const sender = machine.start(at('2027-04-02'), 'say:ready', 'hear', 'flush:4000', 'flush:4000', 'flush:4000')
    await lineOf(sender, 'ready')
    // Each waits for a word, so that all of them are there when the first one leaves.
    const crowd = Array.from({ length: 100 }, () =>
      machine.start(at('2027-04-02'), 'count:7', 'bound:3', 'say:ready', 'hear', 'exit'),
    )
    const ended = crowd.map(endOf)
    await Promise.all(crowd.map((child) => lineOf(child, 'ready')))
    const sent = endOf(sender)
    for (const child of [...crowd.slice(0, 50), sender, ...crowd.slice(50)]) child.stdin?.end('go\n')
    expect(new Set((await Promise.all(ended)).map(({ code, stdout, stderr }) => `${code} ${stdout}${stderr}`))).toEqual(
      new Set(['0 ready\n']),
    )
    await sent
    await machine.quiet()
    expect(countOf(recorder.stored(), '2027-04-01')).toBe(2)
    await machine.run(at('2027-04-03'), 'flush:4000')
    expect(countOf(recorder.stored(), '2027-04-02')).toBe(1_000)
    const rows = recorder.stored().flatMap(({ day, events }) => (day === '2027-04-02' ? events : []))
    const builds = rows.filter(({ name, by }) => name === 'command.completed' && by?.['command'] === 'build')
    expect(builds).toEqual([
      {
        name: 'command.completed',
        by: { command: 'build', outcome: 'ok' },
        count: 700,
        measure: { duration: { sum: 70_000, hist: { '26': 700 } } },
      },
    ])
    // A hundred first records of the day, one of each grain that is new.
    const grains = rows.filter(({ name }) => name === 'plainsight.presence').map(({ fields }) => fields)
    expect(grains).toEqual([{ gap: '1', grain: 'day' }])
    expect(machine.names().filter((name) => /^(?:batch|cut|fold)-/.test(name))).toEqual([])
  })

  it('what is beyond 64 KB is folded by whoever passes the mark, and nothing is lost by it', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-05-01'), 'on')
    for (let round = 0; round < 4; round++)
      await Promise.all(Array.from({ length: 5 }, () => machine.run(at('2027-05-01'), 'index:200', 'count:5', 'exit')))
    expect(machine.names().filter((name) => name.startsWith('read-')).length).toBeGreaterThan(0)
    await machine.run(at('2027-05-02'), ...Array.from({ length: 15 }, () => 'flush:4000'))
    expect(countOf(recorder.stored(), '2027-05-01')).toBe(100)
    expect(countOf(recorder.stored(), '2027-05-01', 'project.indexed')).toBe(4_000)
  })
})

describe('a process that is about to write when its spool is claimed', () => {
  it.skipIf(!hasProgram('strace'))('loses nothing: what it writes later leaves with the next claim', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-05-11'), 'on', 'count:2')
    const trace = `${machine.home}.trace`
    const slow = `strace -f -qq -o ${trace} -P ${machine.state}/pending.jsonl -e trace=openat,write -e inject=write:delay_enter=2500000 "$@"`
    const writer = machine.shell(slow, at('2027-05-11'), 'count:40', 'exit')
    await until(
      'the writer to have the spool open',
      () => existsSync(trace) && /pending.jsonl/.test(readFileSync(trace, 'utf8')),
    )
    await machine.run(at('2027-05-12'), 'flush:4000')
    expect(countOf(recorder.stored(), '2027-05-11')).toBe(2)
    await writer
    rmSync(trace)
    await machine.run(at('2027-05-12'), 'flush:4000')
    expect(countOf(recorder.stored(), '2027-05-11')).toBe(42)
    await machine.run(at('2027-05-13'), 'flush:4000')
    expect(countOf(recorder.stored(), '2027-05-11')).toBe(42)
  })
})

describe('a process that counts', () => {
  it('prints nothing, and loads no module that a short command would pay for', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-06-01'), 'on', 'count:1', 'exit')
    const bare = await machine.run(at('2027-06-01'), 'modules')
    expect(await machine.run(at('2027-06-01'), 'count:3', 'index:2', 'bound:2', 'span', 'exit')).toEqual({
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    })
    const { stdout } = await machine.run(at('2027-06-01'), 'count:3', 'bound:2', 'index:1', 'modules')
    const before = new Set(JSON.parse(bare.stdout) as string[])
    const loaded = (JSON.parse(stdout) as string[]).filter((name) => !before.has(name))
    expect(loaded.filter((name) => HEAVY.test(name))).toEqual([])
    expect(machine.read('pending.jsonl')).toContain('"e":"project.indexed"')
  })

  it.skipIf(!hasProgram('strace'))('opens no socket, starts no child and writes in its own folder alone', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-06-02'), 'on')
    const { code, calls } = await machine.trace(at('2027-06-02'), 'count:3', 'index:2', 'bound:2', 'exit')
    expect(code).toBe(0)
    expect(
      calls.filter((call) => /\b(?:socket|socketpair|connect|sendto|sendmsg|bind|fork|vfork)\(/.test(call)),
    ).toEqual([])
    // Threads are Node's own; a child would be a clone that is none.
    expect(calls.filter((call) => /\bclone3?\(/.test(call) && !call.includes('CLONE_THREAD'))).toEqual([])
    expect(calls.filter((call) => /\bexecve\(/.test(call))).toHaveLength(1)
    const made = calls.filter((call) => /O_CREAT|\b(?:mkdir|rename|unlink)/.test(call))
    expect(made.length).toBeGreaterThan(0)
    expect(made.filter((call) => !call.includes(`"${machine.state}/`))).toEqual([])
    // All its lines in one write.
    const lines = calls.filter((call) => /write\(\d+, "\{\\"t\\":\\"x\\"/.test(call))
    expect(lines).toHaveLength(1)
    expect(allBelow(machine.home).filter((name) => !name.startsWith('.local'))).toEqual([])
  })
})
