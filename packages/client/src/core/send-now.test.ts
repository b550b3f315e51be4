import { choice, defineContract, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { createTestSession, type TestSession } from '../fixtures/test-session.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(['build'], 'x') },
  events: { used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }) },
})
const HOUR = 3_600_000

/** A daemon whose pace was drawn so, and the hours of a day at which it was there to be sent. */
async function hoursOf(chance: number): Promise<number[]> {
  let taken = 0
  const tested: TestSession = createTestSession(contract, { send: 'idle' }, (world) => ({
    ...world,
    chance: () => chance,
  }))
  const { session, clock } = tested
  const hours: number[] = []
  session.record('used', { command: 'build' })
  session.keep()
  clock.set('2026-11-20T00:00Z')
  for (let minute = 0; minute < 24 * 60; minute += 10) {
    session.record('used', { command: 'build' })
    session.keep()
    const before = session.memory().at
    await session.send('idle')
    if (session.memory().at !== before) hours.push(minute / 60)
    taken++
    clock.advance(HOUR / 6)
  }
  expect(taken).toBe(144)
  return hours
}

describe('a process that lives', () => {
  it('sends every six hours, give or take a quarter, at a pace that is its own and stays', async () => {
    expect(await hoursOf(0.5)).toEqual([0, 6, 12, 18])
    expect(await hoursOf(0)).toEqual([0, 4.5, 9, 13.5, 18, 22.5])
    expect(await hoursOf(1)).toEqual([0, 7.5, 15, 22.5])
  })

  it('sends when it is asked, whatever it sent a moment ago', async () => {
    const { session, clock } = createTestSession(contract, { send: 'idle' })
    session.record('used', { command: 'build' })
    session.keep()
    clock.set('2026-11-20T00:00Z')
    expect(await session.send('idle')).toEqual({ taken: 1, dropped: 0, left: 0 })
    clock.set('2026-11-19T10:00Z')
    session.record('used', { command: 'build' })
    session.keep()
    clock.set('2026-11-20T00:01Z')
    expect(await session.send('idle')).toEqual({ taken: 0, dropped: 0, left: 0 })
    expect(await session.send(1_000)).toEqual({ taken: 1, dropped: 0, left: 0 })
  })

  it('is done within its time, whatever a sink does', async () => {
    const { session, clock } = createTestSession(contract, {
      sinks: [{ kind: 'function', name: 'hangs', take: () => new Promise(() => {}) }],
    })
    session.record('used', { command: 'build' })
    session.keep()
    clock.set('2026-11-20T00:00Z')
    expect(await session.send(150)).toMatchObject({ taken: 1, left: 1 })
    expect(await session.send('parting')).toMatchObject({ taken: 0, left: 1 })
  })
})
