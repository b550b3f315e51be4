import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { allBelow, lineOf, proofMachine, until, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, raw, TAKEN, type ProofRecorder } from './proof-recorder.ts'

let tool: InstalledTool
let main: ProofRecorder
let other: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool('fixtures-tracker-tool.ts')
  main = await proofRecorder()
  other = await proofRecorder()
})
afterAll(async () => {
  await main.close()
  await other.close()
  tool.remove()
})
afterEach(() => {
  machine.remove()
  for (const recorder of [main, other]) {
    recorder.answer = () => TAKEN
    recorder.forget()
  }
})

const sinks = (...more: { name: string; url: string; token?: string }[]): string => JSON.stringify(more)
const at = (time: string, ...more: { name: string; url: string; token?: string }[]): Variables => ({
  TRACK_ENDPOINT: main.url,
  TRACK_NOW: time.includes('T') ? time : `${time}T10:00:00Z`,
  ...(more.length === 0 ? {} : { TRACK_SINKS: sinks(...more) }),
})
const waiting = (name: string): string[] => {
  const folder = join(machine.state, 'sinks', name)
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.startsWith('batch-')) : []
}
const SILENT = { code: 0, signal: null, stdout: '', stderr: '' }

describe('several sinks of a command', () => {
  it('are all sent by the one detached sender, the same bytes, with their own headers', async () => {
    machine = proofMachine(tool)
    const sink = { name: 'second', url: `${other.url}/in?x=1`, token: 'Bearer static' }
    expect(await machine.run(at('2027-07-01', sink), 'on', 'count', 'exit')).toEqual(SILENT)
    expect(await machine.run(at('2027-07-02', sink), 'count', 'exit')).toEqual(SILENT)
    await until('both', () => main.stored().length === 1 && other.stored().length === 1)
    await machine.quiet()
    expect(other.bodies()).toEqual(main.bodies())
    expect(other.requests[0]?.head).toMatch(/^POST \/in\?x=1 HTTP\/1\.1\r\n/)
    const names = other.requests[0]!.head.split('\r\n')
      .slice(1)
      .map((line) => line.split(':')[0])
    expect(new Set(names)).toEqual(new Set(['authorization', 'content-length', 'content-type', 'host', 'user-agent']))
    expect(main.requests[0]!.head).not.toContain('authorization')
    expect(waiting('second')).toEqual([])
    const receipts =
      machine.read('receipts.jsonl') + readFileSync(join(machine.state, 'sinks/second/receipts.jsonl'), 'utf8')
    expect(receipts).not.toContain('static')
    expect(receipts.match(/"status":200/g)).toHaveLength(2)
  })

  it.each<[string, ProofRecorder['answer']]>([
    ['hangs', () => undefined],
    ['refuses for now', () => raw(503)],
    ['resets', (_, socket) => void socket.resetAndDestroy()],
  ])('one that %s delays no other, and gets its own when it is back', async (_, answer) => {
    machine = proofMachine(tool)
    other.answer = answer
    const sink = { name: 'second', url: other.url }
    await machine.run(at('2027-07-01', sink), 'on', 'count', 'exit')
    await machine.run(at('2027-07-02T10:00:00Z', sink), 'count', 'exit')
    await until('the collector has its own', () => main.stored().length === 1)
    await until('the other waits', () => waiting('second').length === 1)
    await machine.quiet()
    machine.rest()
    // Inside its back-off nobody tries again; after it a command of the same day does, though the collector is done for that day.
    const asked = other.requests.length
    await machine.run(at('2027-07-02T10:30:00Z', sink), 'count', 'exit')
    await machine.quiet()
    machine.rest()
    expect(other.requests.length).toBe(asked)
    other.answer = () => TAKEN
    await machine.run(at('2027-07-02T11:05:00Z', sink), 'count', 'exit')
    await until('its own', () => other.stored().length === 1)
    await machine.quiet()
    expect(other.bodies()).toEqual(main.bodies())
    expect(main.requests).toHaveLength(1)
    expect(waiting('second')).toEqual([])
  })

  it('one whose token rotates is sent by the process itself before it ends, and the others by the sender', async () => {
    machine = proofMachine(tool)
    const sink = { name: 'second', url: other.url, token: 'rotating' }
    await machine.run(at('2027-07-01', sink), 'on', 'count', 'exit')
    await machine.run(at('2027-07-02T10:00:00Z', sink), 'count')
    await until('both', () => main.stored().length === 1 && other.stored().length === 1)
    await machine.quiet()
    machine.rest()
    await machine.run(at('2027-07-03T10:00:00Z', sink), 'count', 'flush:3000', 'exit')
    expect(other.requests.map(({ head }) => /^authorization: (.*)$/m.exec(head)?.[1]?.trim())).toEqual([
      'Bearer 1',
      'Bearer 1',
    ])
    const files = allBelow(machine.state).filter((name) => /\.jsonl?$/.test(name))
    expect(files.filter((name) => machine.read(name).includes('Bearer'))).toEqual([])
  })

  it('without a collector are sent all the same', async () => {
    machine = proofMachine(tool)
    const sink = { name: 'only', url: other.url }
    const env = (day: string): Variables => ({ ...at(day, sink), TRACK_ENDPOINT: undefined })
    await machine.run(env('2027-07-01'), 'on', 'count', 'exit')
    await machine.run(env('2027-07-02'), 'count', 'exit')
    await until('the sink', () => other.stored().length === 1)
    expect(main.requests).toEqual([])
  })

  it('lose what waits when the person says off; their receipts stay', async () => {
    machine = proofMachine(tool)
    const [one, two] = [
      { name: 'one', url: other.url },
      { name: 'two', url: 'http://127.0.0.1:9' },
    ]
    await machine.run(at('2027-07-01', one, two), 'on', 'count', 'exit')
    await machine.run(at('2027-07-02', one, two), 'count', 'flush:3000', 'exit')
    expect([waiting('one').length, waiting('two').length]).toEqual([0, 1])
    await machine.run(at('2027-07-02', one, two), 'off', 'exit')
    expect(readdirSync(join(machine.state, 'sinks', 'two'))).toEqual([])
    expect(readdirSync(join(machine.state, 'sinks', 'one'))).toEqual(['receipts.jsonl'])
  })
})

describe('a service', () => {
  it('sends what is in a hurry some ten seconds after, by itself, and no more often', { timeout: 60_000 }, async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-07-01'), 'on', 'exit')
    const child = machine.start(
      { ...at('2027-07-01'), TRACK_WAY: 'idle', TRACK_SOURCE: 'api' },
      'serve',
      'serve',
      'say:up',
      'hear',
      'exit',
    )
    await lineOf(child, 'up')
    await until('the batch', () => main.stored().length === 1)
    expect(main.stored()[0]?.events).toHaveLength(2)
    child.stdin?.write('on\n')
    await until('its end', () => child.exitCode !== null)
    expect(main.requests).toHaveLength(1)
  })

  it('closes only when the request that is under way is answered', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-07-01'), 'on', 'count', 'exit')
    let release = (): void => {}
    main.answer = (_, socket) => {
      release = () => void socket.end(TAKEN)
      return undefined
    }
    const child = machine.start({ ...at('2027-07-02'), TRACK_WAY: 'idle' }, 'say:up', 'close', 'say:closed', 'exit')
    let text = ''
    child.stdout?.on('data', (part: Buffer) => (text += part.toString()))
    await until('the request', () => main.requests.length === 1)
    expect(text).not.toContain('closed')
    release()
    await until('the end', () => child.exitCode !== null)
    expect(text).toContain('closed')
    expect(machine.names().filter((name) => name.startsWith('batch-'))).toEqual([])
  })
})
