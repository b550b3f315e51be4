import { choice, defineContract, duration, event, flag, hash, id, rollup, version } from '@plainsight/contract'
import { scopedId, scopedKey } from '@plainsight/contract/identity'
import { compileContract } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { createTestTelemetry } from './testing.ts'

const words = Array.from({ length: 40 }, (_, i) => `w${i}`)
const contract = defineContract({
  name: 'bench-tool',
  version: '1.3.0',
  title: 'T',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli', 'mcp'],
  context: ['os', 'productVersion'],
  fields: {
    one: choice(words, 'one'),
    two: choice(words, 'two'),
    outcome: choice(['ok', 'error', 'aborted'], 'outcome'),
    duration: duration('took', { unit: 'ms', max: 1_000 }),
    seconds: duration('took', { unit: 's' }),
    cached: flag('cached'),
    runtime: version('runtime', { parts: 2 }),
    project: hash('project', 'project'),
    team: id('org', 'team'),
    call: id('call', 'one call'),
    tier: choice(['free', 'paid'], 'tier'),
    later: flag('added later', { since: '1.3.0' }),
  },
  events: {
    used: rollup({ what: '', why: '', readBy: ['x'], by: ['one'], measure: ['duration'] }),
    pair: rollup({ what: '', why: '', readBy: ['x'], by: ['one', 'two'] }),
    seen: rollup({ what: '', why: '', readBy: ['x'], by: { runtime: { need: 'required', cap: 3 } } }),
    ended: rollup({ what: '', why: '', readBy: ['x'], by: ['outcome'], measure: ['duration'] }),
    indexed: event({
      what: '',
      why: '',
      readBy: ['x'],
      identity: 'month',
      context: ['os', 'tier'],
      fields: { cached: 'required', project: 'optional', team: 'optional', later: 'optional' },
    }),
    once: rollup({ what: '', why: '', readBy: ['x'], by: ['one'], once: 'process' }),
    monthly: event({ what: '', why: '', readBy: ['x'], once: 'month', fields: { one: 'required' } }),
    rare: event({
      what: '',
      why: '',
      readBy: ['x'],
      sampling: { unit: 'occurrence', rate: 0.25, keep: [{ outcome: ['error'] }, { duration: { min: 500 } }] },
      fields: { outcome: 'required', duration: 'optional' },
    }),
    run: event({ what: '', why: '', readBy: ['x'], identity: 'run', fields: { cached: 'required' } }),
    fresh: event({ what: '', why: '', readBy: ['x'], since: '1.3.0', fields: { cached: 'required' } }),
    some: event({
      what: '',
      why: '',
      readBy: ['x'],
      sampling: { unit: 'occurrence', rate: 0.8, minRate: 0.1 },
      fields: { cached: 'required' },
    }),
    half: event({
      what: '',
      why: '',
      readBy: ['x'],
      sampling: { unit: 'run', rate: 0.5 },
      fields: { cached: 'required' },
    }),
    alsoHalf: event({
      what: '',
      why: '',
      readBy: ['x'],
      sampling: { unit: 'run', rate: 0.5 },
      fields: { cached: 'required' },
    }),
    machine: event({
      what: '',
      why: '',
      readBy: ['x'],
      sampling: { rate: 0.5, keep: [{ outcome: ['error'] }] },
      fields: { outcome: 'required' },
    }),
    sampledUse: rollup({ what: '', why: '', readBy: ['x'], by: ['one'], sampling: { rate: 0.5 } }),
    ever: event({ what: '', why: '', readBy: ['x'], once: 'install', fields: { one: 'required' } }),
    asked: event({ what: '', why: '', readBy: ['x'], fields: { call: 'required' } }),
    answered: event({ what: '', why: '', readBy: ['x'], fields: { call: 'required', outcome: 'required' } }),
    elsewhere: event({ what: '', why: '', readBy: ['x'], sources: ['mcp'], fields: { cached: 'required' } }),
    old: event({ what: '', why: '', readBy: ['x'], expires: '2026-01-01', fields: { cached: 'required' } }),
  },
})

interface AnyRecord {
  readonly name: string
  readonly by?: object
  readonly count?: number
  readonly [key: string]: unknown
}
const make = (
  options: Parameters<typeof createTestTelemetry>[1] = {},
): ReturnType<typeof createTestTelemetry<typeof contract>> =>
  createTestTelemetry(contract, { productVersion: '3.1.4', ...options })
const named = (telemetry: { readonly records: readonly object[] }, name: string): AnyRecord[] =>
  (telemetry.records as readonly AnyRecord[]).filter((record) => record.name === name)
async function driftOf(telemetry: ReturnType<typeof make>): Promise<string[]> {
  telemetry.clock.advance(86_400_000)
  while ((await telemetry.flush()).left > 0);
  return telemetry.sink.received.flatMap((body) =>
    (JSON.parse(body).drift ?? []).map((triple: string[]) => triple.join(' ')),
  )
}

describe('counting', () => {
  it('adds up a counter and its measures by combination', () => {
    const telemetry = make()
    for (const took of [0, 5, 5, 100]) telemetry.record('used', { one: 'w1', duration: took })
    telemetry.record('used', { one: 'w2' })
    expect(named(telemetry, 'used')).toEqual([
      {
        name: 'used',
        by: { one: 'w1' },
        count: 4,
        measure: { duration: { sum: 110, hist: { z: 1, '9': 2, '26': 1 } } },
      },
      { name: 'used', by: { one: 'w2' }, count: 1 },
    ])
  })

  it('adds to the same cell by a bound counter, with and without measures', () => {
    const telemetry = make()
    const counter = telemetry.counter('used', { one: 'w3' })
    for (let i = 0; i < 10; i++) counter.add()
    counter.add({ duration: 7 })
    telemetry.record('used', { one: 'w3' })
    expect(named(telemetry, 'used')).toEqual([
      { name: 'used', by: { one: 'w3' }, count: 12, measure: { duration: { sum: 7, hist: { '11': 1 } } } },
    ])
  })

  it('keeps a thousand combinations and folds the rest into all-other, which is drift', async () => {
    const telemetry = make()
    for (const one of words) for (const two of words) telemetry.record('pair', { one, two } as never)
    const rows = named(telemetry, 'pair')
    expect(rows).toHaveLength(1_001)
    expect(rows.reduce((sum, { count }) => sum + count!, 0)).toBe(1_600)
    expect(rows.find(({ by }) => JSON.stringify(by) === '{"one":"other","two":"other"}')?.count).toBe(600)
    expect(await driftOf(telemetry)).toContain('pair * combinations')
  })

  it('caps an open dimension, and the rest are other', async () => {
    const telemetry = make()
    for (const runtime of ['1.0.0', '2.0.0', '3.0.0', '4.0.0', '5.0.0', '1.0.9']) telemetry.record('seen', { runtime })
    expect(named(telemetry, 'seen').map(({ by, count }) => [by, count])).toEqual([
      [{ runtime: '1.0' }, 2],
      [{ runtime: '2.0' }, 1],
      [{ runtime: '3.0' }, 1],
      [{ runtime: 'other' }, 2],
    ])
    expect(await driftOf(telemetry)).toContain('seen runtime other')
  })

  it('clamps a row at ten thousand, with a histogram that counts no more', async () => {
    const telemetry = make()
    const counter = telemetry.counter('used', { one: 'w1' })
    for (let i = 0; i < 10_050; i++) counter.add(i % 2 === 0 ? { duration: 1 } : undefined)
    telemetry.record('used', { one: 'w1', duration: 1 })
    const [row] = named(telemetry, 'used') as unknown as {
      count: number
      measure: { duration: { hist: { '-1': number } } }
    }[]
    expect(row!.count).toBe(10_000)
    expect(row!.measure.duration.hist['-1']).toBeLessThanOrEqual(10_000)
    expect(await driftOf(telemetry)).toContain('used * clamped')
  })

  it('leaves out what does not fit and says so, each triple once a day and never a value', async () => {
    const telemetry = make()
    const anything = telemetry.record as unknown as (name: string, values: unknown) => void
    for (let i = 0; i < 3; i++) {
      anything('used', { one: '/home/secret', duration: 5_000, path: '/etc/passwd' })
      anything('used', {})
      anything('made.up', { x: 1 })
      anything('elsewhere', { cached: true })
      anything('old', { cached: true })
      anything('used', null)
      anything('pair', { before: 1, one: 'w1', two: 'w2' })
    }
    expect(named(telemetry, 'used')).toMatchObject([
      { by: { one: 'other' }, count: 3, measure: { duration: { sum: 3_000 } } },
    ])
    const drift = await driftOf(telemetry)
    expect(drift.sort()).toEqual([
      'elsewhere * wrong-source',
      'old * expired-event',
      'pair undeclared unknown-field',
      'undeclared * unknown-event',
      'used * missing-field',
      'used duration clamped',
      'used one other',
      'used undeclared unknown-field',
    ])
    expect(telemetry.sink.received.join()).not.toMatch(/secret|passwd|path|made\.up/)
  })

  it('keeps what the judge of a collector keeps, and nothing else', () => {
    const telemetry = make()
    telemetry.record('used', { one: 'w1', duration: 33 })
    telemetry.record('indexed', { cached: true, project: '/home/me/project' })
    telemetry.record('seen', { runtime: '24.1.0' })
    const { judge } = compileContract(contract)
    expect(telemetry.records.length).toBeGreaterThan(5)
    for (const record of telemetry.records) {
      const station = { source: 'cli', day: '2026-11-19', version: '1.3.0', service: false }
      expect(judge(record, station)).toEqual({ kind: 'kept', record, drift: [] })
    }
  })

  it('holds 256 occurrences, then the oldest go', async () => {
    const telemetry = make()
    for (let i = 0; i < 300; i++) telemetry.record('indexed', { cached: i >= 44 })
    expect(named(telemetry, 'indexed')).toHaveLength(256)
    expect(named(telemetry, 'indexed').every(({ fields }) => (fields as { cached: boolean }).cached)).toBe(true)
    expect(await driftOf(telemetry)).toContain('indexed * evicted')
  })

  it('counts on the day on which it happened', async () => {
    const telemetry = make()
    telemetry.record('used', { one: 'w1' })
    telemetry.clock.set('2026-11-20T00:00Z')
    telemetry.record('used', { one: 'w1' })
    telemetry.clock.set('2026-11-21T00:00Z')
    await telemetry.flush()
    const days = telemetry.batches.filter(({ events }) => events.some(({ name }) => name === 'used'))
    expect(days.map(({ day, events }) => [day, events.find(({ name }) => name === 'used')])).toMatchObject([
      ['2026-11-19', { count: 1 }],
      ['2026-11-20', { count: 1 }],
    ])
  })
})

describe('occurrences', () => {
  it('have their hour, the id of their month, and the external ids that their event declares', () => {
    const telemetry = make({ context: { tier: 'paid' } })
    telemetry.identify({ org: 'ab'.repeat(16), user: 'cd'.repeat(16) })
    telemetry.record('indexed', { cached: true })
    telemetry.record('indexed', { cached: false })
    const [first, second] = named(telemetry, 'indexed')
    expect(first).toMatchObject({ at: '2026-11-19T10', ids: { team: 'ab'.repeat(16) } })
    expect(first!.id).toMatch(/^[0-9a-f]{32}$/)
    expect(second!.id).toBe(first!.id)
    telemetry.clock.set('2026-12-01T10:00Z')
    telemetry.record('indexed', { cached: true })
    expect(new Set(named(telemetry, 'indexed').map(({ id: own }) => own)).size).toBe(2)
  })

  it('of a run share an id that another run has not', () => {
    const ids = [make(), make()].map((telemetry) => {
      telemetry.record('run', { cached: true })
      telemetry.record('run', { cached: false })
      return [...new Set(named(telemetry, 'run').map(({ id: own }) => own))]
    })
    expect(ids.map((own) => own.length)).toEqual([1, 1])
    expect(ids[0]).not.toEqual(ids[1])
  })

  it('hash the same value alike inside a month and otherwise in the next', () => {
    const telemetry = make()
    telemetry.record('indexed', { cached: true, project: 'p' })
    telemetry.record('indexed', { cached: false, project: 'p' })
    telemetry.clock.set('2026-12-01T00:00Z')
    telemetry.record('indexed', { cached: true, project: 'p' })
    const hashes = named(telemetry, 'indexed').map(({ at, fields }) => [at, (fields as { project: string }).project])
    const november = hashes.filter(([at]) => (at as string).startsWith('2026-11')).map(([, own]) => own)
    const december = hashes.filter(([at]) => (at as string).startsWith('2026-12')).map(([, own]) => own)
    expect(new Set(november).size).toBe(1)
    expect(december[0]).not.toBe(november[0])
  })

  it('that are sampled keep what a condition names, and stamp the rate on the rest', async () => {
    const telemetry = make()
    for (let i = 0; i < 100; i++) telemetry.record('rare', { outcome: 'ok', duration: 1 })
    for (let i = 0; i < 10; i++) telemetry.record('rare', { outcome: 'error' })
    for (let i = 0; i < 10; i++) telemetry.record('rare', { outcome: 'ok', duration: 900 })
    const kept = named(telemetry, 'rare')
    expect(kept.filter(({ rate }) => rate === undefined)).toHaveLength(20)
    const stamped = kept.filter(({ rate }) => rate === 0.25)
    expect(stamped.length).toBeGreaterThan(5)
    expect(stamped.length).toBeLessThan(50)
    expect(await driftOf(telemetry)).toContain('rare * sampled')
  })

  it('that are counted once are counted once: in a process, in a month', () => {
    const telemetry = make()
    for (let i = 0; i < 3; i++) {
      telemetry.record('once', { one: 'w1' })
      telemetry.record('once', { one: 'w2' })
      telemetry.record('monthly', { one: 'w1' })
    }
    expect(named(telemetry, 'once').map(({ count }) => count)).toEqual([1, 1])
    expect(named(telemetry, 'monthly')).toHaveLength(1)
  })
})

describe('spans', () => {
  it('set the outcome and the time that their event declares, once', () => {
    const telemetry = make()
    const span = telemetry.span('ended')
    span.end('ok')
    span.end('error')
    expect(named(telemetry, 'ended')).toMatchObject([{ by: { outcome: 'ok' }, count: 1, measure: { duration: {} } }])
  })

  it('let an error stand over an annotation, and an annotation over a plain end', () => {
    const telemetry = make()
    const annotated = telemetry.span('ended')
    annotated.annotate({ outcome: 'aborted' })
    annotated.end('ok')
    const failed = telemetry.span('ended')
    failed.annotate({ outcome: 'ok' })
    failed.end('error')
    expect(named(telemetry, 'ended').map(({ by }) => by)).toEqual([{ outcome: 'aborted' }, { outcome: 'error' }])
  })
})

describe('delivery', () => {
  it('of today waits for tomorrow', async () => {
    const telemetry = make()
    telemetry.record('used', { one: 'w1' })
    expect(await telemetry.flush()).toEqual({ taken: 0, dropped: 0, left: 0 })
    expect(telemetry.sink.received).toEqual([])
    telemetry.clock.advance(86_400_000)
    expect((await telemetry.flush()).taken).toBeGreaterThan(0)
    expect(telemetry.batches[0]).toMatchObject({ day: '2026-11-19' })
    expect(telemetry.records).toEqual([])
  })

  it('that fails is tried again with the same bytes', async () => {
    const telemetry = make()
    telemetry.record('used', { one: 'w1' })
    telemetry.clock.advance(86_400_000)
    telemetry.sink.status = 503
    expect(await telemetry.flush()).toMatchObject({ taken: 0, left: 1 })
    telemetry.sink.status = 200
    expect(await telemetry.flush()).toMatchObject({ taken: 1, left: 0 })
    expect(telemetry.sink.received[1]).toBe(telemetry.sink.received[0])
  })

  it('is cut into batches of at most 64 records, and each says only the context that its events declare', async () => {
    const telemetry = make({ context: { tier: 'free' } })
    for (let i = 0; i < 200; i++) telemetry.record('indexed', { cached: i % 2 === 0 })
    telemetry.record('used', { one: 'w1' })
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    const batches = telemetry.sink.received.map(
      (body) => JSON.parse(body) as { events: { name: string }[]; context: object },
    )
    expect(batches.length).toBeGreaterThanOrEqual(4)
    for (const { events, context } of batches) {
      expect(events.length).toBeLessThanOrEqual(64)
      const indexed = events.some(({ name }) => name === 'indexed')
      expect(Object.hasOwn(context, 'tier')).toBe(indexed)
    }
  })

  it('puts in the id that the secret, the month and the link give', async () => {
    const telemetry = make()
    telemetry.record('indexed', { cached: true })
    const secretless = named(telemetry, 'indexed')[0]!.id
    expect(secretless).toMatch(/^[0-9a-f]{32}$/)
    // The vector of privacy.md, by the same functions that the sender's own follow.
    const key = scopedKey(new Uint8Array(32), 'acme', 'month', '2026-11', 'command.completed')
    expect(scopedId(key)).toBe('3d27438a24ae39cbfdc293bf20fca18a')
  })
})

describe('consent', () => {
  it('off counts nothing, and turning it off forgets what was counted', async () => {
    const telemetry = make()
    telemetry.record('used', { one: 'w1' })
    telemetry.setConsent('off')
    telemetry.record('used', { one: 'w1' })
    telemetry.setConsent('on')
    expect(telemetry.records).toEqual([])
    telemetry.record('used', { one: 'w2' })
    expect(named(telemetry, 'used')).toMatchObject([{ by: { one: 'w2' }, count: 1 }])
  })

  it('undecided keeps nothing, and what was counted on the way to a yes neither', () => {
    const telemetry = make({ consent: 'undecided' })
    const counter = telemetry.counter('used', { one: 'w1' })
    counter.add()
    telemetry.record('used', { one: 'w1' })
    telemetry.setConsent('on')
    counter.add()
    telemetry.record('used', { one: 'w1' })
    expect(named(telemetry, 'used')).toMatchObject([{ count: 2 }])
  })

  it('that was given to an older version counts what that version declared', async () => {
    const telemetry = make({ agreed: '1.2.0' })
    telemetry.record('fresh', { cached: true })
    telemetry.record('indexed', { cached: true, later: true })
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    const [batch] = telemetry.sink.received.map((body) => JSON.parse(body))
    expect(batch.version).toBe('1.2.0')
    const events = batch.events as AnyRecord[]
    expect(events.filter(({ name }) => name === 'fresh')).toEqual([])
    expect(events.find(({ name }) => name === 'indexed')?.fields).toEqual({ cached: true })
    expect(batch.drift).toContainEqual(['fresh', '*', 'not-consented'])
  })

  it('that was given to a newer version, by an older one of the product, counts what that one declares', async () => {
    const telemetry = make({ agreed: '1.10.0' })
    telemetry.record('fresh', { cached: true })
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    expect(telemetry.sink.received.map((body) => JSON.parse(body).version)).toEqual(['1.3.0'])
    expect(telemetry.status().agreed).toBe('1.3.0')
  })

  it('of a channel is stored beside the choice, and changes nothing of it', () => {
    const telemetry = make({ consent: 'undecided' })
    expect(telemetry.setConsent('on', { by: 'test', channel: 'errors' })).toMatchObject({
      stored: true,
      status: { state: 'undecided' },
    })
    expect(telemetry.setConsent('local', { channel: 'errors' }).stored).toBe(false)
    telemetry.setConsent('on')
    telemetry.setConsent('off', { channel: 'errors' })
    expect(telemetry.status()).toMatchObject({ state: 'on', stored: 'on' })
  })

  it('is told for each channel, so that an update check can ask for its own', () => {
    const { events } = contract
    const checked = rollup({ what: '', why: '', readBy: ['x'], by: ['one'], channel: 'updates' })
    const own = { ...contract, events: { ...events, checked } }
    const telemetry = createTestTelemetry(own, {})
    const states = (): unknown[] => [telemetry.status().state, telemetry.status().channels['updates']?.state]
    expect(states()).toEqual(['on', 'on'])
    telemetry.setConsent('off', { channel: 'updates' })
    expect(states()).toEqual(['on', 'off'])
    telemetry.setConsent('off')
    telemetry.setConsent('on', { channel: 'updates' })
    expect(states()).toEqual(['off', 'off'])
  })

  it('a tenant can switch off an event', () => {
    const telemetry = make({ tenant: { disabledEvents: ['used'] } })
    telemetry.record('used', { one: 'w1' })
    telemetry.counter('used', { one: 'w1' }).add()
    telemetry.record('seen', { runtime: '1.0' })
    expect(named(telemetry, 'used')).toEqual([])
    expect(named(telemetry, 'seen')).toHaveLength(1)
  })

  it('a tenant can take a smaller sample, as small as the contract allows', () => {
    const kept = (rate: number | undefined): [rate: unknown, share: number] => {
      const telemetry = make(rate === undefined ? {} : { tenant: { sampling: { some: rate } } })
      let most = 0
      for (let i = 0; i < 200; i++) {
        telemetry.record('some', { cached: true })
        most = Math.max(most, named(telemetry, 'some').length)
      }
      return [named(telemetry, 'some')[0]?.['rate'], most]
    }
    const [usual, many] = kept(undefined)
    const [smaller, few] = kept(0.2)
    const [least] = kept(0.000_1)
    expect([usual, smaller, least]).toEqual([0.8, 0.2, 0.1])
    expect(many).toBeGreaterThan(few + 40)
  })
})

describe('what the maintainer stops', () => {
  const stop = (...indexes: number[]): string =>
    JSON.stringify({ accepted: 0, rejected: indexes.map((index) => ({ index, reason: 'stopped' })), drift: 0 })

  it('one event, by the answer of its collector: it is kept no more, the others are', async () => {
    const telemetry = make()
    const use = async (): Promise<void> => {
      telemetry.record('used', { one: 'w1' })
      telemetry.record('seen', { runtime: '1.0' })
      telemetry.clock.advance(86_400_000)
      await telemetry.flush()
    }
    telemetry.sink.text = stop(1)
    await use()
    const [, stopped] = telemetry.batches[0]!.events
    telemetry.sink.text = ''
    await use()
    await use()
    const later = telemetry.sink.received
      .slice(2)
      .map((body) => JSON.parse(body) as { events: AnyRecord[]; drift?: [] })
    expect(later.flatMap(({ events }) => events.map(({ name }) => name))).not.toContain(stopped!.name)
    expect(later.flatMap(({ events }) => events.map(({ name }) => name))).toContain(
      stopped!.name === 'used' ? 'seen' : 'used',
    )
    expect(JSON.stringify(later)).toContain(`["${stopped!.name}","*","stopped"]`)
  })

  it('in an answer that was cut off, as far as it can be read; what is no such answer stops nothing', async () => {
    for (const [text, names] of [
      [stop(0, 1).slice(0, -20), 1],
      ['{"rejected":[{"index":99,"reason":"stopped"}]}', 2],
      ['stopped', 2],
      ['{"index":0,"reason":"capped"}', 2],
    ] as const) {
      const telemetry = make()
      const both = (): void => {
        telemetry.record('used', { one: 'w1' })
        telemetry.record('pair', { one: 'w1', two: 'w2' })
      }
      telemetry.sink.text = text
      both()
      telemetry.clock.advance(86_400_000)
      await telemetry.flush()
      telemetry.clock.advance(86_400_000)
      await telemetry.flush()
      both()
      expect(new Set([...named(telemetry, 'used'), ...named(telemetry, 'pair')].map(({ name }) => name)).size).toBe(
        names,
      )
    }
  })
})

describe('an operation', () => {
  it('pairs its start with its end by an id that no other has', async () => {
    const telemetry = make()
    const [one, other] = [telemetry.operation(), telemetry.operation()]
    for (const call of [one, other]) telemetry.record('asked', { call })
    telemetry.record('answered', { call: other, outcome: 'ok' })
    telemetry.record('answered', { call: one, outcome: 'error' })
    telemetry.record('answered', { call: 'not an id' as never, outcome: 'ok' })
    const ends = new Map(
      named(telemetry, 'answered').map(({ fields }) => Object.values(fields as object) as [string, string]),
    )
    expect(new Set([one, other]).size).toBe(2)
    for (const id of [one, other]) expect(id).toMatch(/^[0-9a-f]{32}$/)
    const pairs = named(telemetry, 'asked').map(({ fields }) => {
      const { call } = fields as { call: string }
      return [call, ends.get(call)]
    })
    expect(new Map(pairs as [string, string][])).toEqual(
      new Map([
        [one, 'error'],
        [other, 'ok'],
      ]),
    )
    // An id that is none is never coerced; its record has no place in a funnel.
    expect(named(telemetry, 'answered')).toHaveLength(2)
    expect(await driftOf(telemetry)).toContain('answered call off-shape')
  })
})

describe('samples', () => {
  it('by run keep all of a run or nothing, for every event of it', () => {
    const runs = Array.from({ length: 60 }, () => {
      const telemetry = make()
      for (let i = 0; i < 3; i++) {
        telemetry.record('half', { cached: true })
        telemetry.record('alsoHalf', { cached: false })
      }
      const counts = ['half', 'alsoHalf'].map((name) => named(telemetry, name).length)
      expect(counts[0]).toBe(counts[1])
      return counts[0]
    })
    expect(new Set(runs)).toEqual(new Set([0, 3]))
    expect(runs.filter((kept) => kept === 3).length).toBeGreaterThan(10)
    expect(runs.filter((kept) => kept === 3).length).toBeLessThan(50)
  })

  it('by machine are one decision for a period, and keep what a condition names besides', () => {
    const found = new Set<string>()
    for (let machine = 0; machine < 40; machine++) {
      const telemetry = make()
      for (let day = 0; day < 5; day++) {
        telemetry.record('machine', { outcome: 'ok' })
        telemetry.record('machine', { outcome: 'error' })
        telemetry.clock.advance(86_400_000)
      }
      const records = named(telemetry, 'machine')
      const [kept, sampled] = [undefined, 0.5].map((rate) => records.filter((record) => record['rate'] === rate).length)
      expect(kept).toBe(5)
      found.add(String(sampled))
    }
    expect([...found].sort()).toEqual(['0', '5'])
  })

  it('of counters are whole machines, bound counters among them', () => {
    const found = new Set<string>()
    for (let machine = 0; machine < 40; machine++) {
      const telemetry = make()
      const bound = telemetry.counter('sampledUse', { one: 'w1' })
      for (let i = 0; i < 4; i++) bound.add()
      telemetry.record('sampledUse', { one: 'w1' })
      const [record] = named(telemetry, 'sampledUse')
      found.add(JSON.stringify(record === undefined ? null : [record['count'], record['rate']]))
    }
    expect([...found].sort()).toEqual(['[5,0.5]', 'null'])
  })
})

describe('what is counted once', () => {
  it('is counted once by a bound counter too', () => {
    const telemetry = make()
    const bound = telemetry.counter('once', { one: 'w1' })
    for (let i = 0; i < 3; i++) bound.add()
    telemetry.counter('once', { one: 'w1' }).add()
    telemetry.record('once', { one: 'w1' })
    expect(named(telemetry, 'once').map(({ count }) => count)).toEqual([1])
  })

  it('in a month is counted again in the next, and once ever never again', async () => {
    const telemetry = make()
    const seen: string[] = []
    for (const day of ['2026-11-20T00:00Z', '2026-11-30T23:59Z', '2026-12-01T00:00Z', '2027-11-20T00:00Z']) {
      telemetry.clock.set(day)
      telemetry.record('monthly', { one: 'w1' })
      telemetry.record('ever', { one: 'w1' })
      await telemetry.flush()
    }
    telemetry.clock.advance(86_400_000)
    while ((await telemetry.flush()).left > 0);
    for (const { day, events } of telemetry.batches)
      for (const { name } of events) if (name === 'monthly' || name === 'ever') seen.push(`${name} ${day}`)
    expect(seen.sort()).toEqual(['ever 2026-11-20', 'monthly 2026-11-20', 'monthly 2026-12-01', 'monthly 2027-11-20'])
  })
})
