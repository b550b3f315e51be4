import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { hasProgram, proofMachine, type Ended, type ProofMachine, type Variables } from './proof-machine.ts'
import { countOf, proofRecorder, raw, TAKEN, type ProofRecorder } from './proof-recorder.ts'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool()
})
afterAll(() => tool.remove())
afterEach(async () => {
  await machine.quiet()
  machine.remove()
  await recorder.close()
})

async function furnish(): Promise<void> {
  machine = proofMachine(tool)
  recorder = await proofRecorder()
}

const at = (time: string): Variables => ({
  PROOF_ENDPOINT: recorder.url,
  PROOF_NOW: time.includes('T') ? time : `${time}T10:00:00Z`,
})

/** A run at a terminal. */
function atTerminal(time: string, ...steps: string[]): Promise<Ended> {
  return machine.shell(`script -qec "$(printf ' %q' "$@")" /dev/null`, at(time), ...steps)
}

interface Receipt {
  readonly to: string
  readonly batch: string
  readonly status: number
  readonly answer: string
  readonly body?: string
}

function receipts(): Receipt[] {
  return machine
    .read('receipts.jsonl')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Receipt]))
}

describe.skipIf(!hasProgram('script') || process.platform !== 'linux')('the notice and its grace', () => {
  it('nothing is kept before both are over and a run came between; nothing leaves before the day after', async () => {
    await furnish()
    await atTerminal('2027-01-01T10:00:00Z', 'count:1', 'wait:50')
    // A day has passed, but nobody has run it since: this run is the one that follows, and counts nothing yet.
    await atTerminal('2027-01-02T10:00:01Z', 'count:2', 'wait:50')
    expect(machine.names()).toEqual(['settings.json'])
    await atTerminal('2027-01-02T10:00:02Z', 'count:4', 'wait:50')
    expect(machine.read('pending.jsonl')).toContain('"n":4')
    await machine.run(at('2027-01-02T23:59:58Z'), 'count:8', 'flush:3000')
    expect(recorder.connections).toBe(0)
    await machine.run(at('2027-01-03'), 'flush:3000')
    expect(countOf(recorder.stored(), '2027-01-02')).toBe(12)
    expect(recorder.stored().map(({ day }) => day)).not.toContain('2027-01-01')
  })

  it('a run inside the grace is a run that follows, and still nothing is kept until the very end of it', async () => {
    await furnish()
    await atTerminal('2027-01-01T10:00:00Z', 'count:1', 'wait:50')
    await atTerminal('2027-01-01T10:01:00Z', 'count:2', 'wait:50')
    await machine.run(at('2027-01-02T09:59:50Z'), 'count:4', 'flush:1000', 'exit')
    expect(machine.names()).toEqual(['settings.json'])
    // A clock that jumps over the end while a process lives: what was counted before it is not kept.
    await machine.run(at('2027-01-02T09:59:50Z'), 'count:8', 'day:2027-01-02T10.01.00Z', 'wait:260', 'count:16', 'exit')
    expect(machine.read('pending.jsonl')).toContain('"n":16')
    // A clock that went back stands before the notice, and has none.
    await machine.run(at('2026-12-31T10:00:00Z'), 'count:32', 'flush:1000', 'exit')
    expect(machine.read('pending.jsonl')).not.toContain('"n":32')
    expect(recorder.connections).toBe(0)
  })
})

describe('what leaves', () => {
  it('is what show printed, and what the receipts hold, byte for byte', async () => {
    await furnish()
    await machine.run(at('2027-03-01'), 'on', 'count:3', 'index:70', 'bound:2', 'exit')
    await machine.run({ ...at('2027-03-02'), PROOF_WAY: 'idle' }, 'count:5', 'span', 'exit')
    const { stdout } = await machine.run({ ...at('2027-03-03'), PROOF_WAY: 'idle' }, 'show')
    const shown = JSON.parse(stdout) as { batches: string[]; unfinished: string[] }
    expect(recorder.connections).toBe(0)
    // Two days, and more than 64 records on one of them.
    expect(shown.batches.length).toBeGreaterThan(2)
    const again = await machine.run({ ...at('2027-03-03'), PROOF_WAY: 'idle' }, 'show')
    expect(again.stdout).toBe(stdout)
    await machine.run(at('2027-03-03'), 'count:1', 'exit')
    await machine.quiet()
    const sent = recorder.requests.map(({ body }) => body)
    const utf8 = sent.map((body) => Buffer.from(body, 'latin1').toString())
    expect([...utf8].sort()).toEqual([...shown.batches].sort())
    expect(receipts().map(({ body }) => body)).toEqual(sent)
    expect(receipts().map(({ to, status, answer }) => [to, status, answer])).toEqual(
      sent.map(() => [recorder.url, 200, TAKEN.split('\r\n\r\n')[1]]),
    )
    for (const { head, body } of recorder.requests) {
      const [line, ...headers] = head.split('\r\n')
      expect(line).toBe('POST /v1/batches HTTP/1.1')
      expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
        `content-length: ${body.length}`,
        'content-type: application/json',
        `host: ${recorder.url.slice(7)}`,
        'user-agent: plainsight/1',
      ])
    }
  })

  it('keeps the bytes it was shown with when a first try is refused for now: the same bytes under the same id', async () => {
    await furnish()
    await machine.run(at('2027-03-11'), 'on', 'count:3', 'exit')
    const { stdout } = await machine.run({ ...at('2027-03-12'), PROOF_WAY: 'idle' }, 'show')
    const shown = (JSON.parse(stdout) as { batches: string[] }).batches
    recorder.answer = () => raw(503, 'not now')
    await machine.run(at('2027-03-12'), 'flush:3000')
    // Counted in between, and another version of the product: neither changes what was cut.
    await machine.run({ ...at('2027-03-12'), PROOF_VERSION: '9.9.9', PROOF_WAY: 'idle' }, 'count:50', 'exit')
    recorder.answer = () => TAKEN
    await machine.run({ ...at('2027-03-12'), PROOF_VERSION: '9.9.9' }, 'flush:3000')
    expect(recorder.requests.map(({ body }) => Buffer.from(body, 'latin1').toString())).toEqual([...shown, ...shown])
    // While the same bytes still wait a receipt holds none of them.
    expect(receipts().map(({ status, body }) => [status, body !== undefined])).toEqual([
      [503, false],
      [200, true],
    ])
  })

  it('is nothing at all in debug, which prints it instead, also while off', async () => {
    await furnish()
    const { stderr, stdout } = await machine.run(
      { ...at('2027-03-21'), PROOFTOOL_TELEMETRY_DEBUG: '1', DO_NOT_TRACK: '1' },
      'count:3',
      'index:1',
      'exit',
    )
    expect(stdout).toBe('')
    const [printed] = stderr.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as SentLike]))
    expect(printed?.events.map(({ name }) => name).sort()).toContain('project.indexed')
    expect(JSON.stringify(printed)).not.toContain('"id"')
    expect(machine.names()).toEqual([])
    expect(recorder.connections).toBe(0)
  })

  it('never includes what was counted as local', async () => {
    await furnish()
    await machine.run(at('2027-03-01'), 'local', 'count:3', 'index:1', 'exit')
    await machine.run(at('2027-03-02'), 'count:3', 'flush:3000', 'exit')
    expect(machine.names()).toContain('local.jsonl')
    expect(machine.names()).not.toContain('pending.jsonl')
    await machine.run(at('2027-03-03'), 'on', 'count:1', 'exit')
    await machine.run(at('2027-03-04'), 'flush:3000')
    expect(countOf(recorder.stored(), '2027-03-03')).toBe(1)
    expect(recorder.stored().map(({ day }) => day)).toEqual(['2027-03-03'])
  })
})

interface SentLike {
  readonly events: readonly { readonly name: string }[]
}
