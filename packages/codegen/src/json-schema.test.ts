import fc from 'fast-check'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { choices, defineContract, event, rollup, tally, type Contract } from '@plainsight/contract'
import {
  compileContract,
  fieldOf,
  fieldType,
  normalContract,
  type NormalContract,
  type Station,
} from '@plainsight/contract/judge'
import { makeLock, type Lock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { FIELDS } from '../../contract/fixtures/field-arbitraries.ts'
import { UNSAID_RULES } from './batch-schema.ts'
import { generateJsonSchema } from './json-schema.ts'

const DAY = '2026-11-19'

function validatorOf(lock: Lock): ValidateFunction {
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(generateJsonSchema({ lock, accepted: [] })) as object,
  )
}

function batchOf(lock: Lock, station: Pick<Station, 'source' | 'day'>, more: object): unknown {
  return {
    v: 1,
    batch: '00000000-0000-8000-8000-000000000001',
    contract: lock.contract.name,
    version: lock.contract.version,
    digest: lock.digest.slice(0, 16),
    source: station.source,
    day: station.day,
    ...more,
  }
}

/** Which of the rules that no schema can say a record breaks; the only reasons for which a valid record may not be kept whole. */
function unsaidRule(contract: NormalContract, wire: unknown, station: Station): string | undefined {
  const record = (typeof wire === 'object' && wire !== null ? wire : {}) as { [key: string]: unknown }
  const declared = Object.hasOwn(contract.events, String(record['name']))
    ? contract.events[String(record['name'])]
    : undefined
  if (typeof record['at'] === 'string' && !record['at'].startsWith(station.day)) return 'time-on-day'
  if (declared?.acceptFrom === 'service' && !station.service) return 'service-only'
  if (/^[0-9]{4}-/.test(declared?.expires ?? '') && station.day >= declared!.expires!) return 'not-expired'
  if (declared?.kind === 'rollup' && record['measure'] !== undefined) {
    const kept = compileContract(contract).judge({ ...record, measure: undefined }, station)
    const whole = compileContract(contract).judge(wire, station)
    const lost = new Set(whole.drift.map((entry) => entry.join()))
    for (const entry of kept.drift) lost.delete(entry.join())
    if (lost.size > 0 && [...lost].every((entry) => entry.endsWith(',off-shape'))) return 'sum-fits-histogram'
  }
  const text = JSON.stringify(record, (_, value: unknown) => (Object.is(value, -0) ? 'negative zero' : value))
  if (text.includes('negative zero')) return 'no-negative-zero'
  if (/"(foreign|commander)","\1"/.test(text)) return 'folded-frames'
  const values = (record['by'] ?? record['fields'] ?? {}) as { [field: string]: unknown }
  // What a mask would take out of a text: the judge of its type alone says so.
  const isUnmasked = ([name, value]: [string, unknown]): boolean => {
    const field = fieldOf(contract, name)
    if (field?.kind !== 'text' || typeof value !== 'string') return false
    return (
      fieldType(field).judge(field)(value) !== undefined && Array.from(value).length <= (field as { max?: number }).max!
    )
  }
  if (Object.entries(values).some(isUnmasked)) return 'masked-text'
  const unsorted = Object.values(values).some(
    (value) =>
      Array.isArray(value) &&
      value.every((word) => typeof word === 'string') &&
      value.join() !== value.toSorted().join(),
  )
  return unsorted ? 'sorted-set' : undefined
}

/** Holds one record to both: the same verdict, but for the rules that are named. */
function compare(lock: Lock, validate: ValidateFunction, wire: unknown, station: Station): void {
  const json = JSON.parse(JSON.stringify({ wire: wire ?? null })) as { wire: unknown }
  const verdict = compileContract(lock.contract).judge(json.wire, station)
  const whole = verdict.kind === 'kept' && verdict.drift.length === 0
  const valid = validate(batchOf(lock, station, { events: [json.wire] }))
  if (valid === whole) return
  // What is kept is always valid; what is valid and not kept breaks a rule that is named.
  const rule = unsaidRule(lock.contract, json.wire, station)
  expect({ wire: json.wire, valid, whole, rule, errors: validate.errors?.slice(0, 3) }).toEqual(
    expect.objectContaining({ valid: true, whole: false, rule: expect.toBeOneOf(Object.keys(UNSAID_RULES)) }),
  )
}

const station: Station = { source: 'cli', day: DAY, version: '1.2.0', service: true }

describe('the JSON Schema of a contract', () => {
  it('says of every record of the conformance vectors what the judge says', () => {
    const file = join(import.meta.dirname, '../../../spec/vectors/records.json')
    const { given, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
      given: { contract: NormalContract }
      cases: { entrance: string; wire?: unknown; station?: Station; kept?: unknown }[]
    }
    const lock = { ...makeLock(acme, undefined, DAY), contract: normalContract(given.contract) }
    const validate = validatorOf(lock)
    let judged = 0
    for (const one of cases) {
      // A schema is of one version; those of others have their own.
      if (one.entrance === 'judge' && one.station!.version === lock.contract.version)
        compare(lock, validate, one.wire, one.station!)
      else if (one.entrance === 'admit' && one.kept !== undefined)
        compare(lock, validate, one.kept, {
          ...station,
          day: String((one.kept as { at?: string }).at ?? DAY).slice(0, 10),
        })
      else continue
      judged++
    }
    expect(judged).toBeGreaterThan(50)
  })

  it('accepts what the judge keeps whole, and refuses what it drops or leaves out, of every type of field', () => {
    const kinds = Object.keys(FIELDS)
    const declared = fc
      .uniqueArray(fc.constantFrom(...kinds), { minLength: 3, maxLength: 4 })
      .chain((chosen) =>
        fc.tuple(
          ...chosen.map((kind) => FIELDS[kind]!.field.map((field) => [kind, { ...field, transient: true }] as const)),
        ),
      )
    let whole = 0
    fc.assert(
      fc.property(
        declared.chain((fields) => {
          const raw = fc.record(
            Object.fromEntries(
              fields.map(([kind, field], i) => [
                `f${i}`,
                fc.oneof({ weight: 5, arbitrary: FIELDS[kind]!.raw(field) }, { weight: 1, arbitrary: fc.jsonValue() }),
              ]),
            ),
            { noNullPrototype: true },
          )
          return fc.tuple(fc.constant(fields), fc.array(fc.tuple(raw, edits), { minLength: 4, maxLength: 4 }))
        }),
        ([fields, records]) => {
          const lock = makeLock(contractOf(fields.map(([, field]) => field)), undefined, DAY)
          const compiled = compileContract(lock.contract, {
            hash: (_, value) => value.length.toString(16).padStart(32, '0'),
          })
          const validate = validatorOf(lock)
          for (const [raw, edit] of records) {
            for (const name of ['counted', 'seen']) {
              const admitted = compiled.admit(name, raw, name === 'seen' ? `${DAY}T13` : undefined)
              if (admitted.kind === 'kept') {
                const { ids: _ids, ...record } = admitted.record as { ids?: unknown; name: string }
                compare(lock, validate, admitted.record, station)
                compare(lock, validate, edit(record), station)
                whole++
              }
              // What was given at a call site is no wire value: the schema knows it as the judge does.
              const { ids: _more, ...external } = raw as { ids?: unknown }
              compare(
                lock,
                validate,
                name === 'seen' ? { name, fields: external } : { name, by: external, count: 1 },
                station,
              )
            }
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(whole).toBeGreaterThan(100)
  })

  it('says the same of measures, times, ids, rates, sources, errors and presence as the judge', () => {
    const lock = makeLock({ ...acme, environment: ['os', 'cached'] } as Contract, undefined, DAY)
    const validate = validatorOf(lock)
    const completed = { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 6 }
    const indexed = { name: 'project.indexed', fields: { files: '100-1k', outcome: 'ok' } }
    const cases: unknown[] = [
      completed,
      { ...completed, count: 0 },
      { ...completed, count: 10_000 },
      { ...completed, count: 10_001 },
      { ...completed, count: 1.5 },
      { ...completed, measure: {} },
      { ...completed, measure: { duration: { sum: 200, hist: { 26: 2 } } } },
      { ...completed, measure: { duration: { sum: 0, hist: { z: 6 } } } },
      { ...completed, measure: { duration: { sum: 200, hist: { 26: 7 } } } },
      { ...completed, measure: { duration: { sum: 9_999, hist: { 26: 2 } } } },
      { ...completed, measure: { duration: { sum: 200, hist: { 99: 2 } } } },
      { ...completed, measure: { duration: { sum: 200, hist: {} } } },
      { ...completed, measure: { duration: { sum: 200, hist: { '026': 2 } } } },
      { ...completed, measure: { duration: { sum: 200 } } },
      { ...completed, measure: { files: { sum: 1, hist: { '-1': 1 } } } },
      { ...completed, id: 'a'.repeat(32) },
      { ...completed, rate: 0.5 },
      { ...completed, by: { command: 'build' } },
      { ...completed, by: { command: 'rm', outcome: 'ok' } },
      { ...completed, extra: 1 },
      { name: 'tool.called', by: { tool: '1.2' }, count: 1, id: 'a'.repeat(32) },
      { name: 'tool.called', by: { tool: '1.2', command: 'init' }, count: 1 },
      { name: 'tool.called', by: { tool: '1.2' }, count: 1, id: 'A'.repeat(32) },
      indexed,
      { ...indexed, at: `${DAY}T13` },
      { ...indexed, at: `${DAY}T24` },
      { ...indexed, at: `${DAY}T13:05` },
      { ...indexed, at: '2026-11-18T13' },
      { ...indexed, rate: 0.25, ids: { org: 'b'.repeat(32) } },
      { ...indexed, rate: 0.05 },
      { ...indexed, rate: 1 },
      { ...indexed, ids: {} },
      { ...indexed, ids: { user: 'b'.repeat(32) } },
      { ...indexed, fields: { files: '100-1k', outcome: 'error' } },
      { ...indexed, fields: { files: '100-1k', outcome: 'ok', org: 'b'.repeat(32) } },
      { name: 'server.started', fields: {} },
      ...errorReports(),
      ...[
        { field: 'os', value: 'linux' },
        { field: 'os', value: 'templeos' },
        { field: 'cached', value: true },
        { field: 'cached' },
        { field: 'arch', value: 'x64' },
        { field: 'os', value: 'linux', more: 1 },
      ].map((fields) => ({ name: 'plainsight.environment', fields })),
      { name: 'plainsight.environment', fields: { field: 'os', value: 'linux' }, id: 'a'.repeat(32) },
      { name: 'nobody.asked', fields: {} },
      { name: 'plainsight.presence', fields: { grain: 'day', gap: '7+' } },
      { name: 'plainsight.presence', fields: { grain: 'day', gap: '8' } },
      { name: 'plainsight.presence', fields: { grain: 'week', back: 'first', index: '52+' } },
      { name: 'plainsight.presence', fields: { grain: 'month', gap: '1' } },
      { name: 'plainsight.presence', fields: { grain: 'month' }, id: 'a'.repeat(32) },
    ]
    for (const source of ['cli', 'server'])
      for (const service of [true, false])
        for (const wire of cases) compare(lock, validate, wire, { ...station, source, service })
  })

  it('holds the frame of a batch: its keys, its digest, its context, its drift, and that it says something', () => {
    const lock = makeLock(acme, undefined, DAY)
    const validate = validatorOf(lock)
    const valid = (more: object): boolean => validate(batchOf(lock, { source: 'cli', day: DAY }, more))
    const drift = [['command.completed', 'command', 'other']]
    expect(valid({ drift })).toBe(true)
    expect(valid({ drift: [...drift, ...drift] })).toBe(false)
    expect(valid({ drift: [['command.completed', 'files', 'other']] })).toBe(false)
    expect(
      valid({
        drift: [
          ['context', 'os', 'other'],
          ['undeclared', '*', 'unknown-event'],
        ],
      }),
    ).toBe(true)
    expect(valid({ drift, context: { os: 'linux', productVersion: '1.2' } })).toBe(true)
    expect(valid({ drift, context: { os: 'templeos' } })).toBe(false)
    expect(valid({ drift, context: { arch: 'x64' } })).toBe(false)
    expect(valid({ events: [] })).toBe(false)
    expect(valid({})).toBe(false)
    for (const wrong of [
      { v: 2 },
      { digest: '0'.repeat(16) },
      { version: '1.1.0' },
      { source: 'web' },
      { day: '2026-02-30' },
      { batch: 'x' },
      { sdk: 'x' },
    ])
      expect([wrong, valid({ drift, ...wrong })]).toEqual([wrong, false])
    const events = Array.from({ length: 101 }, () => ({ name: 'plainsight.presence', fields: { grain: 'month' } }))
    expect(valid({ events: events.slice(1) })).toBe(true)
    expect(valid({ events })).toBe(false)
  })

  it('names the rules that it cannot say, and leaves out an event that has ended', () => {
    const text = generateJsonSchema({ lock: makeLock(acme, undefined, DAY), accepted: [] })
    const { $comment, $defs } = JSON.parse(text) as { $comment: string; $defs: object }
    const page = readFileSync(join(import.meta.dirname, '../../../docs/generated-files.md'), 'utf8').replace(/ +/g, ' ')
    for (const [rule, says] of Object.entries(UNSAID_RULES)) {
      expect($comment).toContain(`${rule}: ${says}`)
      expect(page).toContain(`| \`${rule}\` | ${says} |`)
    }
    expect(Object.keys($defs)).toContain('event.server.started')
    const later = makeLock({ ...acme, version: '2.0.0' }, undefined, DAY)
    expect(generateJsonSchema({ lock: later, accepted: [] })).not.toContain('event.server.started')
  })
})

function errorReports(): readonly unknown[] {
  const error = { class: 'TypeError', handled: true, fatal: false }
  const report = { name: 'program.failed', error, fields: { command: 'build' } }
  const own = '0123456789ab:12:7'
  return [
    report,
    ...[
      { code: 'ENOENT' },
      { code: 'E_ANNA' },
      { class: 'AnnasError' },
      { handled: 1 },
      { message: 'x' },
      { frames: [] },
    ].map((more) => ({ ...report, error: { ...error, ...more } })),
    ...[
      [own],
      [own, 'foreign', own],
      ['foreign', 'foreign'],
      ['/home/anna/x.js:1:1'],
      [`${own}0000000`],
      Array.from({ length: 17 }, () => own),
    ].map((frames) => ({ ...report, error: { ...error, frames } })),
    { ...report, causes: [{ class: 'RangeError', code: 'ENOENT', frames: [own] }] },
    { ...report, causes: [] },
    { ...report, causes: [{ class: 'Error' }, { class: 'Error' }, { class: 'Error' }] },
    { ...report, causes: [{ class: 'Error', handled: true }] },
    { ...report, text: 'it is broken' },
    { ...report, id: 'a'.repeat(32) },
    { ...report, fields: {} },
    { ...report, fields: { command: 'rm' } },
    { ...report, error: undefined },
    { ...report, at: `${DAY}T13` },
  ]
}

// What a careless or hostile sender makes of a record.
const edits: fc.Arbitrary<(record: object) => unknown> = fc.oneof(
  fc.constant((record: object) => record),
  fc
    .tuple(fc.constantFrom('name', 'by', 'fields', 'count', 'at', 'id', 'rate', 'x'), fc.jsonValue())
    .map(([key, value]) => (record: object) => ({ ...record, [key]: value })),
  fc.tuple(fc.constantFrom('f0', 'f1', 'f2', 'f9'), fc.jsonValue()).map(([key, value]) => (record: object) => {
    const part = 'by' in record ? 'by' : 'fields'
    return { ...record, [part]: { ...(record as Record<string, object>)[part], [key]: value } }
  }),
)

function contractOf(fields: readonly object[]): Contract {
  const declared = Object.fromEntries(fields.map((field, i) => [`f${i}`, field]))
  const said = { what: 'It happened', why: 'A test', readBy: ['chart:test'] } as const
  const uses = Object.fromEntries(fields.map((_, i) => [`f${i}`, i === 0 ? 'required' : 'optional'])) as {
    [field: string]: 'required' | 'optional'
  }
  return defineContract({
    ...acme,
    context: [],
    presence: false,
    fields: { ...declared, words: choices(['a'], 'Words'), counts: tally(['a'], 'Counts') },
    events: {
      counted: rollup({ ...said, by: uses }),
      seen: event({ ...said, fields: uses }),
    },
  } as Contract)
}
