import { defineContract, choice, event, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import * as control from '../core/control.ts'
import type { Session } from '../core/session.ts'
import { createTestSession, type TestSession } from '../fixtures/test-session.ts'
import { runSender } from './run-sender.ts'
import type { SenderFs } from './folder.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: { command: choice(['build', 'list'], 'x') },
  events: {
    used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }),
    seen: event({ what: '', why: '', readBy: ['x'], identity: 'month', fields: { command: 'required' } }),
  },
})

/** A process that was killed: nothing after this happens. */
class Killed extends Error {}

const WRITES = ['appendFileSync', 'renameSync', 'unlinkSync', 'writeFileSync', 'writeSync', 'openSync'] as const

/** The same disk for a process that is killed at its n-th change of it: before that change, or when it was just done. */
function mortal<F extends object>(fs: F, nth: number, when: 'before' | 'after'): F & { changes(): number } {
  let done = 0
  let dead = false
  return new Proxy(fs, {
    get(target, name) {
      if (name === 'changes') return () => done
      const real = (target as { [name: string | symbol]: (...given: unknown[]) => unknown })[name]!
      return (...given: unknown[]): unknown => {
        if (dead) throw new Killed()
        if (!(WRITES as readonly unknown[]).includes(name) || (name === 'openSync' && given[1] === 'r'))
          return real.apply(target, given)
        dead = ++done === nth
        if (dead && when === 'before') throw new Killed()
        const result = real.apply(target, given)
        if (dead) throw new Killed()
        return result
      }
    },
  }) as F & { changes(): number }
}

/** A collector: what came, by batch, each with one content only. */
function collector(): {
  taken: Map<string, string>
  post: (body: string) => number
  counts(): { [day: string]: number }
} {
  const taken = new Map<string, string>()
  return {
    taken,
    post(body) {
      const { batch } = JSON.parse(body) as { batch: string }
      if (taken.has(batch)) expect(taken.get(batch)).toBe(body)
      taken.set(batch, body)
      return 200
    },
    counts() {
      const counts: { [day: string]: number } = {}
      for (const body of taken.values()) {
        const { day, events } = JSON.parse(body) as { day: string; events: { name: string; count?: number }[] }
        for (const { name, count = 1 } of events)
          if (name !== 'plainsight.presence') counts[`${day} ${name}`] = (counts[`${day} ${name}`] ?? 0) + count
      }
      return counts
    },
  }
}

function furnish(): TestSession {
  const tested = createTestSession(contract)
  const { clock, session } = tested
  for (const [day, uses] of [
    ['2026-11-17', 3],
    ['2026-11-18', 4],
    ['2026-11-19', 5],
  ] as const) {
    clock.set(`${day}T10:00Z`)
    for (let i = 0; i < uses; i++) session.record('used', { command: 'build' })
    for (let i = 0; i < uses * 30; i++) session.record('seen', { command: i % 2 === 0 ? 'build' : 'list' })
    session.keep()
  }
  return tested
}

/** One sender, from its job on; it may be killed. Gives the number of its changes to the disk. */
async function send(
  { memory, clock, session, files }: TestSession,
  post: (body: string) => number,
  nth = Infinity,
  when: 'before' | 'after' = 'before',
): Promise<number> {
  const job = control.senderJobOf(session as Session, files)
  if (job === undefined) return 0
  const fs = mortal(memory.fs, nth, when)
  await runSender(
    job,
    {
      fs: fs as SenderFs,
      path: '/state/',
      now: clock.now,
      pause: () => Promise.resolve(),
      post: (_, body) => {
        if (fs.changes() >= nth) return new Promise(() => {})
        return Promise.resolve([post(Buffer.from(body, 'latin1').toString()), 0, ''])
      },
      hostAllows: () => true,
    },
    60_000,
  )
  return fs.changes()
}

const EXPECTED = {
  '2026-11-17 used': 3,
  '2026-11-18 used': 4,
  '2026-11-19 used': 5,
  '2026-11-17 seen': 90,
  '2026-11-18 seen': 120,
  '2026-11-19 seen': 150,
}

async function deliverRest(tested: TestSession, post: (body: string) => number): Promise<void> {
  for (let day = 0; day < 5; day++) {
    tested.clock.advance(86_400_000)
    for (let i = 0; i < 4; i++) await send(tested, post)
  }
}

describe('a sender', () => {
  it('that is killed at any change it makes to the disk loses and doubles nothing', { timeout: 120_000 }, async () => {
    const whole = furnish()
    const steps = await send(whole, collector().post)
    expect(steps).toBeGreaterThan(20)
    for (let nth = 1; nth <= steps; nth++) {
      for (const when of ['before', 'after'] as const) {
        const tested = furnish()
        const { post, counts } = collector()
        await send(tested, post, nth, when)
        // At once another one, on the same day and with the lock of the dead one in its way; then days later.
        await send(tested, post)
        await deliverRest(tested, post)
        expect({ nth, when, ...counts() }).toEqual({ nth, when, ...EXPECTED })
        expect(tested.names().filter((name) => /^(?:batch|cut|fold|sending)/.test(name))).toEqual([])
      }
    }
  })

  it('gives one row a day for each combination, whatever claims came between', async () => {
    const tested = furnish()
    const { post, taken, counts } = collector()
    await send(tested, post)
    // The third day goes on after it was claimed with what was finished.
    tested.session.record('used', { command: 'build' })
    tested.session.keep()
    await deliverRest(tested, post)
    expect(counts()['2026-11-19 used']).toBe(6)
    const rows = [...taken.values()].flatMap((body) => {
      const { day, events } = JSON.parse(body) as { day: string; events: { name: string; count?: number }[] }
      return events.flatMap(({ name, count }) => (name === 'used' ? [`${day} ${count}`] : []))
    })
    expect(rows.sort()).toEqual(['2026-11-17 3', '2026-11-18 4', '2026-11-19 6'])
  })

  it('sends at most five batches at a time, oldest day first', async () => {
    const tested = furnish()
    const days: string[] = []
    const post = (body: string): number => {
      days.push((JSON.parse(body) as { day: string }).day)
      return 200
    }
    tested.clock.advance(86_400_000)
    await send(tested, post)
    expect(days).toHaveLength(5)
    expect(days).toEqual([...days].sort())
  })

  it('skips torn and foreign lines, counts them, and reads the line that follows a torn one', async () => {
    const tested = furnish()
    const spool = tested.disk.read(tested.files.pending)!
    const lines = spool.split('\n')
    // Cut off in the middle by a full disk, with the next process's lines behind it; a foreign line; a newer kind of line.
    lines.splice(
      2,
      0,
      `{"t":"c","x":"00${lines[0]}`,
      'rubbish',
      '{"t":"zz","x":"0","d":"2026-11-17"}',
      '[]',
      'null',
      '7',
    )
    tested.disk.write(tested.files.pending, lines.join('\n'))
    const { post, counts, taken } = collector()
    await deliverRest(tested, post)
    expect(counts()).toEqual(EXPECTED)
    const drift = [...taken.values()].flatMap((body) => (JSON.parse(body) as { drift?: string[][] }).drift ?? [])
    expect(drift).toEqual([['undeclared', '*', 'torn']])
  })

  it('waits for a day that is still to come when the clock went back, and loses nothing by it', async () => {
    const tested = furnish()
    const { post, counts } = collector()
    await send(tested, post)
    tested.clock.set('2016-01-01T10:00Z')
    tested.session.record('used', { command: 'list' })
    tested.session.keep()
    await send(tested, post)
    tested.clock.set('2026-11-20T10:00Z')
    await deliverRest(tested, post)
    expect(counts()).toEqual({ ...EXPECTED, '2016-01-01 used': 1 })
  })
})

describe('a fold', () => {
  it('that is killed at any change it makes to the disk loses and doubles nothing', async () => {
    const whole = furnish()
    const count = (fs: TestSession['memory']['fs']): number => {
      const counting = mortal(fs, Infinity, 'before')
      control.foldSpool(whole.diskOn(counting), whole.files, '2026-11-19', whole.clock.now(), whole.random)
      return counting.changes()
    }
    const steps = count(whole.memory.fs)
    expect(steps).toBeGreaterThan(4)
    for (let nth = 1; nth <= steps; nth++) {
      for (const when of ['before', 'after'] as const) {
        const tested = furnish()
        const fs = mortal(tested.memory.fs, nth, when)
        expect(() =>
          control.foldSpool(tested.diskOn(fs), tested.files, '2026-11-19', tested.clock.now(), tested.random),
        ).toThrow(Killed)
        // A process that writes on, and folds in its turn.
        tested.session.record('used', { command: 'list' })
        tested.session.keep()
        if (nth % 2 === 0) control.foldSpool(tested.disk, tested.files, '2026-11-19', tested.clock.now(), tested.random)
        const { post, counts } = collector()
        await deliverRest(tested, post)
        expect({ nth, when, ...counts() }).toEqual({ nth, when, ...EXPECTED, '2026-11-19 used': 6 })
      }
    }
  })

  it('keeps what an error report has besides, and what is in a hurry', () => {
    const { session, files, disk, memory, clock, random } = createTestSession(contract)
    session.record('used', { command: 'build' })
    session.enter()?.push('e', '"a":"2026-11-19T10","e":"failed","now":1,"f":{},"z":{"error":{"class":"Error"}}')
    session.keep()
    control.foldSpool(disk, files, '2026-11-19', clock.now(), random)
    const texts = [...memory.files.values()].map(({ bytes }) => bytes.toString())
    expect(texts.some((text) => text.includes('"now":1') && text.includes('"z":{"error":{"class":"Error"}}'))).toBe(
      true,
    )
  })

  it('makes the spool small and changes nothing of what leaves', async () => {
    const tested = furnish()
    for (let i = 0; i < 200; i++) {
      tested.session.record('used', { command: 'build' })
      tested.session.keep()
    }
    control.foldSpool(tested.disk, tested.files, '2026-11-19', tested.clock.now(), tested.random)
    const sum = tested.names().filter((name) => name.startsWith('read-0-'))
    expect(sum).toHaveLength(1)
    const all = tested.disk.read(tested.files.at(sum[0]!))!
    // Two hundred lines that said the same have become one.
    expect(all.match(/"e":"used"/g)).toHaveLength(3)
    const { post, counts } = collector()
    await deliverRest(tested, post)
    expect(counts()).toEqual({ ...EXPECTED, '2026-11-19 used': 205 })
  })

  it('lets the oldest finished days go when there is more than 256 KB, and says so', async () => {
    const tested = createTestSession(contract)
    for (let day = 1; day <= 9; day++) {
      tested.clock.set(`2026-11-0${day}T10:00Z`)
      for (let round = 0; round < 2; round++) {
        for (let i = 0; i < 256; i++) tested.session.record('seen', { command: 'build' })
        tested.session.keep()
      }
    }
    const spool = tested.disk.list('/state').filter((name) => /^(?:pending|read)/.test(name))
    const bytes = spool.reduce((sum, name) => sum + tested.disk.read(tested.files.at(name))!.length, 0)
    expect(bytes).toBeGreaterThan(262_144)
    control.foldSpool(tested.disk, tested.files, '2026-11-09', tested.clock.now(), tested.random)
    const { post, counts, taken } = collector()
    await deliverRest(tested, post)
    await deliverRest(tested, post)
    const days = Object.keys(counts()).sort()
    expect(days.length).toBeLessThan(9)
    expect(days.at(-1)).toBe('2026-11-09 seen')
    expect(counts()['2026-11-09 seen']).toBe(512)
    expect([...taken.values()].join()).toContain('["undeclared","*","evicted"]')
  })
})
