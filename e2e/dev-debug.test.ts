import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, type ProofRecorder, type SentBatch } from './proof-recorder.ts'

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
afterEach(() => machine.remove())

const at = (day: string, more: Variables = {}): Variables => ({
  PROOF_ENDPOINT: recorder.url,
  PROOF_NOW: `${day}T10:00:00Z`,
  ...more,
})

/** What a batch says, without the number it was given and the ids that are put in when it is cut. */
function said(batch: SentBatch): object {
  const { batch: _, events, ...head } = batch
  const bare = events.map(({ id: _id, ...event }) => JSON.stringify(event))
  return { ...head, events: bare.sort() }
}

describe('P_TELEMETRY_DEBUG', () => {
  it('prints what would leave, record for record, presence and drift too, and nothing leaves or is made', async () => {
    const steps = ['count:3', 'index:2', 'bound:2', 'count:1', 'exit']
    machine = proofMachine(tool)
    const debug = await machine.run(at('2027-05-03', { PROOFTOOL_TELEMETRY_DEBUG: '1', DO_NOT_TRACK: '1' }), ...steps)
    expect({ names: machine.names(), connections: recorder.connections }).toEqual({ names: [], connections: 0 })
    machine.remove()

    machine = proofMachine(tool)
    await machine.run(at('2027-05-03', { PROOFTOOL_TELEMETRY: '1' }), ...steps)
    await machine.run(at('2027-05-04', { PROOFTOOL_TELEMETRY: '1' }), 'flush:4000', 'exit')
    const sent = recorder.stored().filter(({ day }) => day === '2027-05-03')
    expect(sent.flatMap(({ events }) => events).map(({ name }) => name)).toContain('plainsight.presence')

    const printed = debug.stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as SentBatch)
    expect(printed.map(said)).toEqual(sent.map(said))
  })
})
