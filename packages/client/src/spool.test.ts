import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installClient, type InstalledClient } from './fixtures/installed-client.ts'
import { createMachine, endOf, until, type Machine } from './fixtures/machine.ts'
import { startRecorder, type Recorder, type StoredBatch } from './fixtures/recorder.ts'

let client: InstalledClient
let recorder: Recorder
let machine: Machine

beforeAll(async () => {
  client = await installClient()
  recorder = await startRecorder()
})
afterAll(async () => {
  await recorder.close()
  client.remove()
})
afterEach(() => machine.remove())

function furnish(): { at(day: string): { [name: string]: string } } {
  machine = createMachine([process.execPath, client.tool])
  return { at: (day) => ({ TINY_ENDPOINT: recorder.url, TINY_NOW: `${day}T10:00:00Z`, TINY_SHOW_ERRORS: '1' }) }
}

function sentFor(day: string): StoredBatch[] {
  return recorder.stored().filter((batch) => batch.day === day)
}

describe('a day of several processes', () => {
  it('three processes that end by process.exit give one row with the sum on the next day', async () => {
    const { at } = furnish()
    await machine.run(at('2027-03-01'), 'on')
    const ended = await Promise.all([
      machine.run(at('2027-03-01'), 'count:3', 'exit:0'),
      machine.run(at('2027-03-01'), 'count:4', 'exit:3'),
      machine.run(at('2027-03-01'), 'count:5', 'exit:0'),
    ])
    expect(ended.map(({ code, stdout, stderr }) => [code, stdout, stderr])).toEqual([
      [0, '', ''],
      [3, '', ''],
      [0, '', ''],
    ])
    await machine.run(at('2027-03-02'), 'count:1')
    const [batch] = await until('the batch', () => sentFor('2027-03-01').length > 0 && sentFor('2027-03-01'))
    const rows = batch!.events.filter(({ name }) => name === 'command.completed')
    expect(rows).toEqual([
      {
        name: 'command.completed',
        by: { command: 'build', outcome: 'ok' },
        count: 12,
        measure: { duration: { sum: 1200, hist: { '26': 12 } } },
      },
    ])
    // Each grain of presence once, although three processes were the first of the day.
    expect(batch!.events.filter(({ name }) => name === 'plainsight.presence').map(({ fields }) => fields)).toEqual([
      { grain: 'week', back: 'first', index: '0' },
      { grain: 'day', gap: 'first' },
      { grain: 'month' },
    ])
  })

  it('a hundred that exit at once while senders claim lose and double nothing', { timeout: 120_000 }, async () => {
    const { at } = furnish()
    await machine.run(at('2027-04-01'), 'on', 'count:1')
    // Each process of the second day finds something finished, and each may claim: its own sender runs beside the others' exits.
    const crowd = Array.from({ length: 100 }, () =>
      machine.start({ ...at('2027-04-02'), TINY_WAY: 'detached' }, 'count:3', 'exit'),
    )
    const flushes = Array.from({ length: 3 }, () => machine.start(at('2027-04-02'), 'flush:4000'))
    await Promise.all([...crowd, ...flushes].map(endOf))
    await until('day one', () => sentFor('2027-04-01').length > 0)
    await until('the sender to end', () => !machine.names().includes('sender.lock'))
    await machine.run(at('2027-04-03'), 'flush:4000')
    const rows = sentFor('2027-04-02').flatMap(({ events }) =>
      events.filter(({ name }) => name === 'command.completed'),
    )
    expect(rows.map(({ count }) => count)).toEqual([300])
    expect(machine.names().filter((name) => name.startsWith('batch-'))).toEqual([])
  })
})
