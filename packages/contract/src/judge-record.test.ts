import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { anything, hostileValues } from '../fixtures/hostile.ts'
import { bucketKey } from './histogram.ts'
import { compileContract, ENVIRONMENT, PRESENCE, type Station, type WireRecord } from './judge.ts'

const ports = { hash: () => '0123456789abcdef0123456789abcdef' }
const compiled = compileContract(acme, ports)
const station: Station = { source: 'cli', day: '2026-11-19', version: '1.2.0', service: false }
const id = 'a'.repeat(32)

function kept(wire: unknown, where: Station = station): WireRecord {
  const verdict = compiled.judge(wire, where)
  if (verdict.kind === 'dropped') throw new Error(`dropped: ${verdict.reason}`)
  return verdict.record
}

function reasonOf(wire: unknown, where: Station = station): string {
  const verdict = compiled.judge(wire, where)
  return verdict.kind === 'dropped' ? verdict.reason : 'kept'
}

const row = { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 6 }
const occurrence = { name: 'project.indexed', at: '2026-11-19T13', id, fields: { files: '<100', outcome: 'ok' } }

describe('the law of the two entrances', () => {
  const names = Object.keys(acme.events)
  const value = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom<unknown>('build', 'deploy', 'ok', '1.2.3', 4, 5_000, 12_345.67, true, false, id),
    },
    { weight: 1, arbitrary: anything },
  )
  const fields = Object.keys(acme.fields)
  const given = fc.dictionary(fc.constantFrom(...fields, 'extra', '__proto__', 'constructor'), value, { maxKeys: 8 })

  it('what admit makes, judge keeps whole and without drift; and again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), given, (name, values) => {
        const admitted = compiled.admit(name, values, name === 'server.started' ? '2026-11-19T13:05' : '2026-11-19T13')
        if (admitted.kind === 'dropped') return
        const wire = JSON.parse(JSON.stringify(admitted.record)) as unknown
        const source = name === 'server.started' ? 'server' : 'cli'
        const where = { ...station, source, service: true, version: '1.0.0' }
        const once = compiled.judge(wire, where)
        expect(once).toEqual({ kind: 'kept', record: wire, drift: [] })
        expect(compiled.judge(once.kind === 'kept' ? once.record : undefined, where)).toEqual(once)
      }),
      { numRuns: 3_000 },
    )
  })

  it('whatever judge keeps, it keeps again, the same and without drift', () => {
    const part = fc.dictionary(fc.constantFrom(...fields, 'extra'), value, { maxKeys: 6 })
    const wires = fc.record(
      {
        name: fc.constantFrom(...names, PRESENCE, 'undeclared'),
        by: part,
        fields: part,
        measure: fc.dictionary(
          fc.constantFrom('duration', 'cost', 'extra'),
          fc.record({ sum: fc.nat(), hist: fc.dictionary(fc.constantFrom('z', '3', '25', '300', 'x'), fc.nat()) }),
        ),
        count: fc.oneof(fc.integer({ min: -1, max: 10_001 }), anything),
        at: fc.constantFrom('2026-11-19T13', '2026-11-19T13:05', '2026-11-20T01', 7),
        rate: fc.constantFrom(0.05, 0.1, 0.5, 1, 2, Number.NaN),
        id: fc.constantFrom(id, 'ABC', 4),
        ids: fc.constantFrom({}, { org: id }, { org: 'x' }, { user: id }, []),
        more: anything,
      },
      { requiredKeys: ['name'] },
    )
    fc.assert(
      fc.property(wires, (wire) => {
        const first = compiled.judge(wire, station)
        if (first.kind === 'dropped') return
        expect(compiled.judge(first.record, station)).toEqual({ kind: 'kept', record: first.record, drift: [] })
      }),
      { numRuns: 3_000 },
    )
  })

  it('whatever a client can fold is judged fine: the sum of admitted values, and their histogram', () => {
    const slots = compiled.event('command.completed')!.slot
    const sums = fc.record({
      duration: fc.array(fc.oneof(fc.nat(4_000_000), fc.double({ min: 0, max: 4e6 })), { maxLength: 300 }),
      cost: fc.array(fc.double({ min: 0, max: 101, noNaN: true }), { maxLength: 300 }),
      rest: fc.integer({ min: 1, max: 9_000 }),
    })
    fc.assert(
      fc.property(sums, ({ duration, cost, rest }) => {
        const measure: { [field: string]: { sum: number; hist: { [key: string]: number } } } = {}
        for (const [field, values] of Object.entries({ duration, cost })) {
          for (const raw of values) {
            const admitted = slots.get(field)!.admit(raw, { reason: undefined }) as number | undefined
            if (admitted === undefined) continue
            const folded = (measure[field] ??= { sum: 0, hist: {} })
            folded.sum += admitted
            folded.hist[bucketKey(admitted)] = (folded.hist[bucketKey(admitted)] ?? 0) + 1
          }
        }
        const wire = {
          ...row,
          count: Math.max(duration.length, cost.length) + rest,
          ...(Object.keys(measure).length === 0 ? {} : { measure }),
        }
        expect(compiled.judge(wire, station)).toEqual({ kind: 'kept', record: wire, drift: [] })
      }),
      { numRuns: 500 },
    )
  })
})

describe('hostile input', () => {
  it('is answered at every entrance, and no entrance throws', () => {
    for (const value of hostileValues()) {
      expect(compiled.judge(value, station).kind).toBe('dropped')
      for (const name of Object.keys(acme.events)) compiled.admit(name, value, undefined)
      compiled.judgeContext(value)
      compiled.judgeDrift(value)
      for (const part of ['by', 'fields', 'count', 'measure', 'rate', 'id', 'ids', 'at']) {
        compiled.judge({ ...row, [part]: value }, station)
        compiled.judge({ ...occurrence, [part]: value }, station)
      }
      compiled.judge({ ...row, measure: { duration: value } }, station)
      compiled.judge({ ...row, measure: { duration: { sum: 1, hist: value } } }, station)
      compiled.judge({ ...row, by: { command: value, outcome: value } }, station)
      compiled.judge({ name: PRESENCE, fields: value }, station)
      compiled.judgeContext({ os: value })
      compiled.judgeDrift([value, [value, value, value]])
      compiled.admit('project.indexed', { files: value, duration: value, project: value, org: value }, undefined)
    }
  })

  it('that throws drops the record as hostile, under the name of its event', () => {
    const wire = {
      name: 'command.completed',
      get by(): never {
        throw new Error('hostile')
      },
    }
    expect(compiled.judge(wire, station)).toEqual({
      kind: 'dropped',
      reason: 'hostile',
      drift: [['command.completed', '*', 'hostile']],
    })
  })

  it('of an object with endless keys is asked for its keys at most once', () => {
    let asked = 0
    const endless = new Proxy(
      { files: 4 },
      {
        ownKeys: () => (asked++, ['files', ...Array.from({ length: 1_000 }, (_, i) => `k${i}`)]),
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: 1 }),
      },
    )
    const verdict = compiled.admit('project.indexed', endless)
    expect(verdict.drift).toContainEqual(['project.indexed', 'undeclared', 'unknown-field'])
    expect(asked).toBe(1)
  })

  it('names nothing of itself in drift', () => {
    const canary = 'canary-4711'
    const wires = [
      { name: canary },
      { ...row, [canary]: canary },
      { ...row, by: { ...row.by, [canary]: 1 } },
      { ...row, by: { command: canary, outcome: 'ok' } },
      { ...occurrence, ids: { [canary]: id } },
      { ...row, measure: { [canary]: { sum: 1, hist: { '3': 1 } } } },
    ]
    for (const wire of wires) expect(JSON.stringify(compiled.judge(wire, station))).not.toContain(canary)
    expect(JSON.stringify(compiled.judgeContext({ [canary]: 1, os: canary }))).not.toContain(canary)
    expect(
      JSON.stringify(
        compiled.judgeDrift([
          [canary, '*', 'other'],
          ['context', canary, 'other'],
        ]),
      ),
    ).not.toContain(canary)
    expect(JSON.stringify(compiled.admit('project.indexed', { [canary]: canary, files: canary }))).not.toContain(canary)
  })
})

describe('a record is dropped', () => {
  it.each([
    ['unknown-event', { ...row, name: 'nothing' }, station],
    ['unknown-event', { ...row, name: 'constructor' }, station],
    ['malformed', { ...row, name: 7 }, station],
    ['wrong-source', row, { ...station, source: 'server' }],
    ['service-only', { name: 'server.started', fields: {} }, { ...station, source: 'server' }],
    [
      'expired-event',
      { name: 'server.started', fields: {} },
      { ...station, source: 'server', service: true, version: '2.0.0' },
    ],
    ['malformed', { ...row, count: 0 }, station],
    ['malformed', { ...row, count: 1.5 }, station],
    ['malformed', { ...row, count: '6' }, station],
    ['over-limit', { ...row, count: 10_001 }, station],
    ['malformed', { ...row, by: [] }, station],
    ['malformed', { ...row, measure: 4 }, station],
    ['missing-field', { ...row, by: { command: 'build' } }, station],
    ['missing-field', { ...row, by: { command: 'nuke', outcome: 'ok' } }, station],
    ['malformed', { ...occurrence, at: '2026-11-20T01' }, station],
    ['malformed', { ...occurrence, at: '2026-11-19T24' }, station],
    ['malformed', { ...occurrence, at: '2026-11-19T13:05' }, station],
    ['malformed', { ...occurrence, ids: [] }, station],
    ['malformed', { name: 'project.indexed' }, station],
  ])('%s: %j', (reason, wire, where) => {
    expect(reasonOf(wire, where as Station)).toBe(reason)
  })

  it('by a later version than the one that declared the event', () => {
    const later = compileContract({
      ...acme,
      events: {
        later: { ...acme.events['server.started'], since: '1.2.0', acceptFrom: 'anyone', expires: '2026-12-01' },
      },
    })
    const where = { ...station, source: 'server' }
    const wire = { name: 'later', fields: {} }
    expect(later.judge(wire, where).kind).toBe('kept')
    expect(later.judge(wire, { ...where, version: '1.1.9' })).toMatchObject({ reason: 'unknown-event' })
    expect(later.judge(wire, { ...where, day: '2026-12-01' })).toMatchObject({ reason: 'expired-event' })
  })
})

describe('a value is left out, and the rest is kept', () => {
  it('of a counter', () => {
    const verdict = compiled.judge(
      {
        ...row,
        id,
        rate: 0.5,
        more: 1,
        measure: { duration: { sum: 4, hist: { z: 7 } }, cost: { sum: 200, hist: { '30': 1 } }, files: 1 },
      },
      station,
    )
    expect(verdict).toEqual({
      kind: 'kept',
      record: { ...row, measure: { cost: { sum: 200, hist: { '30': 1 } } } },
      drift: [
        ['command.completed', 'duration', 'off-shape'],
        ['command.completed', 'undeclared', 'unknown-field'],
        ['command.completed', 'rate', 'out-of-range'],
        ['command.completed', 'id', 'unknown-field'],
        ['command.completed', 'undeclared', 'unknown-field'],
      ],
    })
  })

  it('of an occurrence', () => {
    const wire = {
      ...occurrence,
      rate: 0.2,
      ids: { org: id },
      fields: { ...occurrence.fields, duration: 12_000, warnings: 7_000 },
    }
    const { warnings: _, ...fields } = wire.fields
    expect(compiled.judge(wire, station)).toEqual({
      kind: 'kept',
      record: { ...wire, fields },
      drift: [['project.indexed', 'warnings', 'out-of-range']],
    })
    expect(compiled.judge({ ...occurrence, id: 'A'.repeat(32) }, station).drift).toEqual([
      ['project.indexed', 'id', 'off-shape'],
    ])
    expect(compiled.judge({ ...occurrence, rate: 0.05 }, station).drift).toEqual([
      ['project.indexed', 'rate', 'out-of-range'],
    ])
  })
})

describe('a measure', () => {
  const judged = (duration: unknown): unknown =>
    (kept({ ...row, measure: { duration } }) as { measure?: unknown }).measure

  it('is kept when its sum is one that its histogram can have', () => {
    expect(judged({ sum: 5_300, hist: { '25': 2, '39': 3, '44': 1 } })).toBeDefined()
  })

  it.each([
    ['more values than the counter counted', { sum: 700, hist: { '26': 7 } }],
    ['a sum that is too small', { sum: 100, hist: { '26': 6 } }],
    ['a sum that is too large', { sum: 1_000, hist: { '26': 6 } }],
    ['no values', { sum: 0, hist: {} }],
    ['a bucket beyond the range', { sum: 2 ** 30, hist: { '119': 1 } }],
    ['a bucket that is none', { sum: 100, hist: { '026': 1 } }],
    ['a count that is no whole number', { sum: 100, hist: { '26': 0.5 } }],
    ['a negative sum', { sum: -1, hist: { z: 1 } }],
    ['a sum below nothing', { sum: -0, hist: { z: 1 } }],
    ['something beside', { sum: 100, hist: { '26': 1 }, min: 1 }],
    ['a list for a histogram', { sum: 100, hist: [1] }],
  ])('is left out for %s', (_, duration) => {
    expect(judged(duration)).toBeUndefined()
  })
})

describe('a presence row', () => {
  const shapes = [{ grain: 'day', gap: 'first' }, { grain: 'week', back: '4+', index: '5-8' }, { grain: 'month' }]

  it('has one of three shapes', () => {
    for (const fields of shapes) expect(kept({ name: PRESENCE, fields })).toEqual({ name: PRESENCE, fields })
  })

  it('is dropped with anything beside or amiss', () => {
    for (const fields of shapes) {
      expect(reasonOf({ name: PRESENCE, fields: { ...fields, os: 'linux' } })).toBe('malformed')
      expect(reasonOf({ name: PRESENCE, fields, id })).toBe('malformed')
    }
    expect(reasonOf({ name: PRESENCE, fields: { grain: 'day', gap: '8' } })).toBe('malformed')
    expect(reasonOf({ name: PRESENCE, fields: { grain: 'year' } })).toBe('malformed')
    expect(reasonOf({ name: PRESENCE })).toBe('malformed')
  })

  it('is unknown to a contract without presence', () => {
    const without = compileContract({ ...acme, presence: false })
    expect(without.judge({ name: PRESENCE, fields: shapes[2] }, station)).toMatchObject({ reason: 'unknown-event' })
  })
})

describe('the context of a batch', () => {
  it('keeps what any event declares', () => {
    expect(compiled.judgeContext({ os: 'linux', productVersion: '3.1', arch: 'x64' })).toEqual({
      kept: { os: 'linux', productVersion: '3.1' },
      drift: [['context', 'undeclared', 'unknown-field']],
    })
    expect(compiled.judgeContext(undefined)).toEqual({ kept: {}, drift: [] })
    expect(compiled.judgeContext([]).drift).toEqual([['context', '*', 'malformed']])
  })

  it('is admitted like any value', () => {
    const note = { reason: undefined }
    expect(compiled.admitContext('os', 'win32', note)).toBe('windows')
    expect(compiled.admitContext('toString', 'win32', note)).toBeUndefined()
    expect(note.reason).toBeUndefined()
  })
})

describe('a context value told alone', () => {
  const telling = compileContract({ ...acme, environment: ['os', 'tool'] }, ports)
  const told = (fields: unknown, more: object = {}): unknown => ({ name: ENVIRONMENT, fields, ...more })

  it('is admitted by its field, and kept as it is', () => {
    const note = { reason: undefined }
    const record = telling.admitEnvironment('os', 'win32', note)
    expect(record).toEqual(told({ field: 'os', value: 'windows' }))
    expect(telling.judge(record, station)).toEqual({ kind: 'kept', record, drift: [] })
    expect(telling.admitEnvironment('arch', 'x64', note)).toBeUndefined()
    expect(telling.admitEnvironment('toString', 'x64', note)).toBeUndefined()
  })

  it.each([
    ['a field that is not told alone', told({ field: 'arch', value: 'x64' })],
    ['a value that is none', told({ field: 'os', value: 'anna' })],
    ['a value of another type', told({ field: 'os', value: ['linux'] })],
    ['something beside it', told({ field: 'os', value: 'linux', arch: 'x64' })],
    ['an id', told({ field: 'os', value: 'linux' }, { id })],
    ['what every object has', told({ field: 'constructor', value: 'linux' })],
    ['no fields', told(undefined)],
  ])('%s is dropped', (_, wire) => {
    const verdict = telling.judge(wire, station)
    expect(verdict).toEqual({ kind: 'dropped', reason: 'malformed', drift: [[ENVIRONMENT, '*', 'malformed']] })
  })

  it('is unknown to a contract that tells none', () => {
    expect(reasonOf(told({ field: 'os', value: 'linux' }))).toBe('unknown-event')
  })
})

describe('drift that a client reports', () => {
  it('is kept where it speaks of what is declared, each triple once', () => {
    const good = [
      ['command.completed', 'command', 'other'],
      ['project.indexed', 'org', 'off-shape'],
      ['context', 'os', 'other'],
      ['undeclared', '*', 'unknown-event'],
      [PRESENCE, '*', 'malformed'],
      ['project.indexed', 'rate', 'out-of-range'],
    ]
    const bad = [
      ['command.completed', 'command', 'because'],
      ['nothing', '*', 'other'],
      ['command.completed', 'files', 'other'],
      ['a', 'b'],
      7,
      null,
    ]
    expect(compiled.judgeDrift([...good, ...bad, ...good])).toEqual(good)
    expect(compiled.judgeDrift(undefined)).toEqual([])
    expect(compiled.judgeDrift('x')).toBeUndefined()
  })

  it('is read up to a bound', () => {
    const long = [...Array.from({ length: 1_000 }, () => 7), ['context', 'os', 'other']]
    expect(compiled.judgeDrift(long)).toEqual([])
  })
})
