import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { countOf, proofRecorder, raw, TAKEN, type Answerer, type ProofRecorder } from './proof-recorder.ts'

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
  machine.remove()
  recorder.answer = () => TAKEN
  recorder.forget()
})

const at = (time: string): Variables => ({
  PROOF_ENDPOINT: recorder.url,
  PROOF_NOW: time.includes('T') ? time : `${time}T10:00:00Z`,
})

/** A machine on which something of yesterday waits. */
async function furnish(...steps: string[]): Promise<void> {
  machine = proofMachine(tool)
  await machine.run(at('2027-07-01'), 'on', 'count:3', ...steps, 'exit')
}

// Until the sender is done, and the moment after it is over.
async function quiet(): Promise<void> {
  await machine.quiet()
  machine.rest()
}

interface Receipt {
  readonly status: number
  readonly batch: string
  readonly body?: string
}

const receipts = (): Receipt[] =>
  machine
    .read('receipts.jsonl')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Receipt]))

const batchFiles = (): string[] => machine.names().filter((name) => name.startsWith('batch-'))

/** Drips something until the other side has enough. */
function drip(socket: Socket, text: string): undefined {
  const timer = setInterval(() => socket.write(text), 20)
  socket.on('close', () => clearInterval(timer))
  return undefined
}

const SILENT = { code: 0, signal: null, stdout: '', stderr: '' }

describe('an endpoint that does not answer as it should', () => {
  const bad: readonly (readonly [name: string, answer: Answerer])[] = [
    ['hangs', () => undefined],
    ['resets the connection', (_, socket) => void socket.resetAndDestroy()],
    ['closes it without a word', (_, socket) => void socket.end()],
    ['speaks another protocol', (_, socket) => void socket.end('220 mail.example ESMTP\r\n')],
    ['drips a head that never ends', (_, socket) => drip(socket, 'x-a: b\r\n')],
    ['stops in the middle of its head', (_, socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-')],
    ['says 503', () => raw(503, 'away')],
    ['says 500 with a page', () => raw(500, '<html>'.repeat(5_000))],
    ['says a status there is none of', () => raw(799)],
  ]
  it.each(bad)(
    '%s: the command is as ever, and what it would not take is sent again, the same bytes',
    async (_, answer) => {
      await furnish('index:1')
      recorder.answer = answer
      const { stdout, ...ended } = await machine.run(at('2027-07-02'), 'flush:2500')
      expect({ ...ended, stdout: '' }).toEqual(SILENT)
      expect(JSON.parse(stdout)).toEqual({ taken: 0, dropped: 0, left: 1 })
      const [first] = recorder.requests
      expect(first).toBeDefined()
      expect(batchFiles()).toHaveLength(1)
      // A receipt of an answer that was one holds no bytes, since they still wait.
      expect(receipts().filter(({ body }) => body !== undefined)).toEqual([])
      recorder.answer = () => TAKEN
      await machine.run(at('2027-07-02'), 'flush:3000')
      expect(recorder.requests.map(({ body }) => body)).toEqual([first?.body, first?.body])
      expect(batchFiles()).toEqual([])
    },
  )

  it('is not there: nothing is lost, and after ever longer pauses it is tried again', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => {
      closed.listen(0, '127.0.0.1', resolve)
    })
    const nowhere = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`
    await new Promise((resolve) => closed.close(resolve))
    await furnish()
    const away = (time: string): Variables => ({ ...at(time), PROOF_ENDPOINT: nowhere })
    const { stdout } = await machine.run(away('2027-07-02T10:00:00Z'), 'flush:2000')
    expect(JSON.parse(stdout)).toMatchObject({ taken: 0, left: 1 })
    // Inside the first hour no command starts a sender; after it one does, which is refused again: now it is two hours.
    const told = async (): Promise<string> => {
      await quiet()
      return machine.read('sender.json')
    }
    const first = await told()
    expect(await machine.run(away('2027-07-02T10:59:00Z'), 'count:1', 'exit')).toEqual(SILENT)
    expect(await told()).toBe(first)
    await machine.run(away('2027-07-02T11:01:00Z'), 'count:1', 'exit')
    const second = await told()
    expect(second).not.toBe(first)
    await machine.run(at('2027-07-02T12:59:00Z'), 'count:1', 'exit')
    expect(await told()).toBe(second)
    await machine.run(at('2027-07-02T13:02:00Z'), 'count:1', 'exit')
    await quiet()
    expect(countOf(recorder.stored(), '2027-07-01')).toBe(3)
  })

  it('hangs: a command ends before it is answered, and its sender ends by itself', async () => {
    await furnish()
    let open = 0
    recorder.answer = (_, socket) => {
      open++
      socket.on('close', () => open--)
      return undefined
    }
    expect(await machine.run(at('2027-07-02'), 'count:1', 'exit')).toEqual(SILENT)
    await until('the sender’s request', () => recorder.requests.length === 1)
    expect(open).toBe(1)
    await quiet()
    await until('the connection to end', () => open === 0)
    expect(batchFiles()).toHaveLength(1)
  })

  it.each([
    ['garbage', raw(200, '\u0000<html>not json')],
    ['nothing', raw(204)],
    ['a length it does not keep', 'HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{"accepted":1}'],
    ['megabytes', raw(200, 'x'.repeat(3_000_000))],
  ])('says 200 and %s: taken, once, and a receipt of bounded size is kept', async (_, answer) => {
    await furnish()
    recorder.answer = () => answer
    const { stdout } = await machine.run(at('2027-07-02'), 'flush:3000')
    expect(JSON.parse(stdout)).toEqual({ taken: 1, dropped: 0, left: 0 })
    expect(receipts().map(({ body }) => body)).toEqual(recorder.bodies())
    expect(machine.read('receipts.jsonl').length).toBeLessThan(20_000)
    await machine.run(at('2027-07-03'), 'flush:3000')
    expect(recorder.requests).toHaveLength(1)
  })

  it('says 200 and drips: taken without waiting for the end of it', async () => {
    await furnish()
    recorder.answer = (_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
      drip(socket, '.')
      return undefined
    }
    const { stdout } = await machine.run(at('2027-07-02'), 'flush:20000')
    expect(JSON.parse(stdout)).toEqual({ taken: 1, dropped: 0, left: 0 })
  })
})

describe('what a collector answers', () => {
  it('413: halved under new ids until it fits; each record arrives once', async () => {
    await furnish('index:40')
    recorder.answer = ({ body }) => (body.length > 2_000 ? raw(413, 'too large') : TAKEN)
    for (let i = 0; i < 12; i++) await machine.run(at('2027-07-02'), 'flush:3000')
    expect(recorder.requests.length).toBeGreaterThan(4)
    expect(countOf(recorder.stored(), '2027-07-01')).toBe(3)
    expect(countOf(recorder.stored(), '2027-07-01', 'project.indexed')).toBe(40)
    expect(batchFiles()).toEqual([])
    const ids = recorder.requests.map(({ body }) => (JSON.parse(body) as { batch: string }).batch)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('413 to a single record: dropped, and said as drift of a later batch', async () => {
    await furnish()
    recorder.answer = () => raw(413)
    for (let i = 0; i < 4; i++) await machine.run(at('2027-07-02'), 'flush:3000')
    expect(batchFiles()).toEqual([])
    recorder.answer = () => TAKEN
    await machine.run(at('2027-07-02'), 'count:1', 'exit')
    await machine.run(at('2027-07-03'), 'flush:3000')
    expect(recorder.stored().flatMap(({ drift = [] }) => drift)).toEqual([['undeclared', '*', 'over-limit']])
  })

  it.each([400, 404, 422])('%i: never again, with a receipt of what was refused', async (status) => {
    await furnish()
    recorder.answer = () => raw(status, '{"error":"no"}')
    const { stdout } = await machine.run(at('2027-07-02'), 'flush:3000')
    expect(JSON.parse(stdout)).toEqual({ taken: 0, dropped: 1, left: 0 })
    expect(receipts().map((receipt) => [receipt.status, receipt.body])).toEqual([[status, recorder.requests[0]?.body]])
    recorder.answer = () => TAKEN
    await machine.run(at('2027-07-03'), 'flush:3000')
    expect(recorder.requests).toHaveLength(1)
  })

  it.each([
    [401, '7200'],
    [429, '7200'],
    [503, new Date(Date.now() + 7_200_000).toUTCString()],
  ])('%i with Retry-After %s: not before that', async (status, after) => {
    await furnish()
    recorder.answer = () => raw(status, '', [`retry-after: ${after}`])
    await machine.run(at('2027-07-02T10:00:00Z'), 'count:1', 'exit')
    await quiet()
    expect(recorder.requests).toHaveLength(1)
    recorder.answer = () => TAKEN
    await machine.run(at('2027-07-02T11:50:00Z'), 'count:1', 'exit')
    await quiet()
    expect(recorder.requests).toHaveLength(1)
    await machine.run(at('2027-07-02T12:05:00Z'), 'count:1', 'exit')
    await quiet()
    expect(recorder.requests).toHaveLength(2)
    expect(countOf(recorder.stored(), '2027-07-01')).toBe(3)
  })

  it('Retry-After of years is believed for a week at most', async () => {
    await furnish()
    recorder.answer = () => raw(429, '', ['retry-after: 999999999'])
    await machine.run(at('2027-07-02'), 'count:1', 'exit')
    await quiet()
    recorder.answer = () => TAKEN
    await machine.run(at('2027-07-09T10:30:00Z'), 'count:1', 'exit')
    await quiet()
    expect(countOf(recorder.stored(), '2027-07-01')).toBe(3)
  })

  it('410: this version keeps and sends nothing more, the next one does', async () => {
    await furnish()
    recorder.answer = () => raw(410, 'stopped')
    await machine.run(at('2027-07-02'), 'count:1', 'exit')
    await quiet()
    recorder.answer = () => TAKEN
    const spool = machine.read('pending.jsonl')
    await machine.run(at('2027-07-03'), 'count:100', 'exit')
    await machine.run(at('2027-07-04'), 'count:100', 'flush:2000', 'exit')
    await quiet()
    expect(recorder.requests).toHaveLength(1)
    expect(machine.read('pending.jsonl')).toBe(spool)
    await machine.run({ ...at('2027-07-05'), PROOF_VERSION: '3.2.0' }, 'count:7', 'exit')
    await quiet()
    await machine.run({ ...at('2027-07-06'), PROOF_VERSION: '3.2.0' }, 'flush:3000')
    const batches = recorder.stored()
    expect([countOf(batches, '2027-07-03'), countOf(batches, '2027-07-04')]).toEqual([0, 0])
    expect(countOf(batches, '2027-07-05')).toBe(7)
  })

  it.each([302, 307])('%i: followed nowhere; the batch waits', async (status) => {
    const elsewhere = await proofRecorder()
    try {
      await furnish()
      recorder.answer = () => raw(status, '', [`location: ${elsewhere.url}/v1/batches`])
      const { stdout } = await machine.run(at('2027-07-02'), 'flush:3000')
      expect(JSON.parse(stdout)).toEqual({ taken: 0, dropped: 0, left: 1 })
      expect(elsewhere.connections).toBe(0)
    } finally {
      await elsewhere.close()
    }
  })

  it('nothing for 30 days: it is given up, and said as drift', async () => {
    await furnish()
    recorder.answer = () => raw(503)
    await machine.run(at('2027-07-02'), 'flush:2000')
    recorder.answer = () => TAKEN
    await machine.run(at('2027-08-10'), 'count:1', 'exit')
    await quiet()
    await machine.run(at('2027-08-11'), 'flush:2000')
    expect(countOf(recorder.stored(), '2027-07-01')).toBe(0)
    expect(recorder.stored().flatMap(({ drift = [] }) => drift)).toEqual([['undeclared', '*', 'expired']])
  })

  it('a backlog leaves five batches at a time, oldest first', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-07-01'), 'on')
    for (let day = 1; day <= 8; day++)
      await machine.run({ ...at(`2027-07-0${day}`), PROOF_WAY: 'idle' }, 'count:1', 'exit')
    await machine.run(at('2027-07-09'), 'count:1', 'exit')
    await quiet()
    expect(recorder.stored().map(({ day }) => day)).toEqual([1, 2, 3, 4, 5].map((day) => `2027-07-0${day}`))
    await machine.run(at('2027-07-09T12:00:00Z'), 'count:1', 'exit')
    await quiet()
    expect(recorder.requests).toHaveLength(5)
    await machine.run(at('2027-07-09T14:10:00Z'), 'count:1', 'exit')
    await quiet()
    expect(recorder.stored().map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2027-07-0${day}`))
  })
})
