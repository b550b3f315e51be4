import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, lineOf, proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, TAKEN, type ProofRecorder } from './proof-recorder.ts'

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
  recorder.answer = () => TAKEN
  await machine.quiet()
  machine.remove()
})

const at = (day: string): Variables => ({ PROOF_ENDPOINT: recorder.url, PROOF_NOW: `${day}T10:00:00Z` })

/** What a stored off leaves: the choice, the receipts of what had left, and the proofs with which that can be erased. */
const KEPT = ['erasure.json', 'receipts.jsonl', 'settings.json']

describe('off while a server of the tool runs', () => {
  it.each([
    ['its next record and its exit', ['count:5', 'index:2', 'exit']],
    ['its next bound count and a plain end', ['bound:4', 'span']],
    ['its next send', ['count:1', 'flush:3000', 'exit']],
    ['its close', ['index:1', 'close']],
  ])('%s keep and send nothing, nor does what it had counted before', async (_, after) => {
    machine = proofMachine(tool)
    await machine.run(at('2027-02-01'), 'on', 'count:2', 'index:1', 'exit')
    const steps = ['count:3', 'index:1', 'bound:2', 'span', 'say:ready', 'hear', ...after]
    const server = machine.start({ ...at('2027-02-02'), PROOF_WAY: 'idle' }, ...steps)
    const ended = endOf(server)
    await lineOf(server, 'ready')
    expect(machine.names()).toContain('pending.jsonl')
    const connections = recorder.connections
    // At once, not at the next run.
    await machine.run(at('2027-02-02'), 'off')
    expect(machine.names()).toEqual(['settings.json'])
    server.stdin?.end('go\n')
    expect((await ended).code).toBe(0)
    expect(machine.names()).toEqual(['settings.json'])
    await machine.run(at('2027-02-03'), 'count:1', 'flush:3000')
    expect(machine.names()).toEqual(['settings.json'])
    expect(recorder.connections).toBe(connections)
  })

  it('by the host’s own setting: asked again at every send, and nothing counted meanwhile is kept', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-02-01'), 'on', 'count:2', 'exit')
    const was = machine.read('pending.jsonl')
    const connections = recorder.connections
    const env = { ...at('2027-02-02'), PROOF_HOST: 'on' }
    await machine.run(env, 'count:1', 'host:off', 'count:1', 'wait:260', 'count:1', 'flush:3000', 'host:on', 'exit')
    await machine.quiet()
    // The host said on again before the end: what is sent now is what was kept before, and not what was counted in between.
    expect(recorder.connections).toBeLessThanOrEqual(connections + 1)
    expect(was).not.toBe('')
    expect(machine.read('pending.jsonl')).not.toContain('"n":3')
    expect(machine.read('pending.jsonl')).not.toContain('"n":2,"m":{"duration":[200')
  })

  it('while a request of a sender is under way: no further one follows, and what was cut is gone', async () => {
    machine = proofMachine(tool)
    // Two days are two batches.
    await machine.run(at('2027-02-01'), 'on', 'count:2', 'exit')
    await machine.run({ ...at('2027-02-02'), PROOF_WAY: 'idle' }, 'count:3', 'exit')
    const before = recorder.requests.length
    recorder.answer = (_request, socket) => {
      void machine.run(at('2027-02-03'), 'off').then(() => socket.end(TAKEN))
      return undefined
    }
    await machine.run(at('2027-02-03'), 'flush:5000')
    expect(recorder.requests).toHaveLength(before + 1)
    expect(machine.names().filter((name) => !KEPT.includes(name))).toEqual([])
  })

  it('while a detached sender is at work: it sends no more either, and leaves nothing behind', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-02-01'), 'on', 'count:2', 'exit')
    await machine.run({ ...at('2027-02-02'), PROOF_WAY: 'idle' }, 'count:3', 'exit')
    const before = recorder.requests.length
    recorder.answer = (_request, socket) => {
      void machine.run(at('2027-02-03'), 'off').then(() => socket.end(TAKEN))
      return undefined
    }
    await machine.run(at('2027-02-03'), 'count:1', 'exit')
    await until('the first request', () => recorder.requests.length > before)
    await machine.quiet()
    expect(recorder.requests).toHaveLength(before + 1)
    expect(machine.names().filter((name) => !KEPT.includes(name))).toEqual([])
  })

  it('and on again: only what is counted from then on', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-02-01'), 'on', 'count:2', 'exit')
    const server = machine.start(
      { ...at('2027-02-02'), PROOF_WAY: 'idle' },
      'count:3',
      'say:ready',
      'hear',
      'count:30',
      'on',
      'count:4',
      'exit',
    )
    const ended = endOf(server)
    await lineOf(server, 'ready')
    await machine.run(at('2027-02-02'), 'off')
    server.stdin?.end('go\n')
    await ended
    const counts = machine
      .read('pending.jsonl')
      .split('\n')
      .flatMap((line) => (line.includes('"t":"c"') ? [(JSON.parse(line) as { n: number }).n] : []))
    expect(counts).toEqual([4])
  })
})
