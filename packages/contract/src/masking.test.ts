import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '../fixtures/field-arbitraries.ts'
import { anything, hostileValues } from '../fixtures/hostile.ts'
import { contractBits } from './bits.ts'
import { checkContract } from './check.ts'
import type { Contract } from './contract-spec.ts'
import { defineContract, event, rollup } from './define-contract.ts'
import type { FieldSpec } from './field-spec.ts'
import { FIELD_TYPES, fieldType } from './field-types.ts'
import { choice } from './fields/choice.ts'
import { duration } from './fields/duration.ts'
import { flag } from './fields/flag.ts'
import { id } from './fields/id.ts'
import { bucketKey } from './histogram.ts'
import { compileContract, normalContract, REDACTED, type CompiledContract, type Station } from './judge.ts'

// What is masked leaves as the word [redacted], or not at all: whatever was given, of whatever type, at both entrances.

const said = { what: 'x', why: 'x', readBy: ['chart:x'] }
const head = {
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
} as const
const station: Station = { source: 'cli', day: '2026-11-19', version: '1.0.0', service: false }
const ports = { hash: () => 'f'.repeat(32) }

function seenOf(fields: { readonly [name: string]: FieldSpec }, more: object = {}): CompiledContract {
  const needed = Object.fromEntries(Object.keys(fields).map((name) => [name, 'required' as const]))
  const seen = { kind: 'event', ...said, fields: needed, ...more }
  return compileContract({ ...head, fields, events: { seen } } as Contract, ports)
}

const at = '2026-11-19T13'
const wire = (fields: object): unknown => ({ name: 'seen', at, ids: { user: REDACTED }, fields })

const contract = seenOf({
  user: id('user', 'Who', { pii: true }),
  plan: choice(['free', 'pro'], 'Which plan', { redact: true }),
  paid: flag('Whether they pay', { redact: true }),
  time: duration('How long', { pii: true }),
  outcome: choice(['ok', 'error'], 'How it ended'),
})

describe('a masked field', () => {
  it('is the word [redacted] where it is a text, is left out where it is none, and is never missing for it', () => {
    const verdict = contract.admit(
      'seen',
      { user: 'a'.repeat(32), plan: 'pro', paid: true, time: 12, outcome: 'ok' },
      at,
    )
    expect(verdict.kind === 'kept' && verdict.record).toEqual({
      name: 'seen',
      at,
      ids: { user: REDACTED },
      fields: { plan: REDACTED, outcome: 'ok' },
    })
    expect(verdict.drift).toEqual([
      ['seen', 'user', 'masked'],
      ['seen', 'plan', 'masked'],
      ['seen', 'paid', 'masked'],
      ['seen', 'time', 'masked'],
    ])
    const judged = contract.judge(verdict.kind === 'kept' ? verdict.record : {}, station)
    expect(judged).toEqual({ ...verdict, drift: [] })
  })

  it('is refused where it is not masked', () => {
    const judge = (fields: object): unknown => contract.judge(wire(fields), station)
    expect(judge({ plan: 'pro', outcome: 'ok' })).toMatchObject({
      kind: 'dropped',
      reason: 'missing-field',
      drift: [
        ['seen', 'plan', 'off-shape'],
        ['seen', '*', 'missing-field'],
      ],
    })
    expect(judge({ plan: REDACTED, outcome: 'ok', paid: true, time: 12 })).toMatchObject({
      kind: 'kept',
      record: { fields: { plan: REDACTED, outcome: 'ok' } },
      drift: [
        ['seen', 'paid', 'off-type'],
        ['seen', 'time', 'off-type'],
      ],
    })
  })

  it('is the only place where the word is taken', () => {
    expect(contract.judge(wire({ plan: REDACTED, outcome: REDACTED }), station)).toMatchObject({ kind: 'dropped' })
    for (const [kind, type] of FIELD_TYPES)
      fc.assert(
        fc.property(FIELDS[kind]!.field, (field) => {
          expect(type.admit(field, ports, 'seen')(REDACTED, { reason: undefined })).not.toBe(REDACTED)
          expect([kind, type.judge(field)(REDACTED)]).not.toEqual([kind, undefined])
          expect(type.values(field) ?? []).not.toContain(REDACTED)
        }),
        { numRuns: 40 },
      )
  })

  it('of any type lets nothing through of what was given, at both entrances', () => {
    for (const [kind, { field, raw }] of Object.entries(FIELDS))
      fc.assert(
        fc.property(
          field.chain((spec) => fc.tuple(fc.constant(spec), fc.oneof(raw(spec), anything))),
          ([spec, value]) => {
            const compiled = seenOf({ f: { ...spec, pii: true } }, { identity: 'month' })
            const slot = compiled.event('seen')!.slots[0]!
            const kept = slot.admit(value, { reason: undefined })
            expect([kind, kept]).toEqual([kind, slot.values?.[0]])
            expect([undefined, REDACTED]).toContain(kept)
            if (kept !== undefined) expect(slot.judge(kept)).toBeUndefined()
            if (value !== REDACTED) expect(slot.judge(value)).toBeDefined()
            for (const hostile of hostileValues()) expect(slot.judge(hostile)).toBeDefined()
            // Where a text stands its column takes the word; of the others nothing comes.
            const { type } = fieldType(spec).column(spec)
            expect([type, kept === undefined]).toEqual([type, !/^(?:LowCardinality\()?String\)?$/.test(type)])
          },
        ),
        { numRuns: 60 },
      )
  })

  it('that is an id follows nobody: it asks for no identity and no reason, and is taken without', () => {
    const fields = { user: id('user', 'Who', { pii: true }) }
    const seen = { kind: 'event', ...said, fields: { user: 'optional' } }
    const contract = { ...head, fields, events: { seen } } as Contract
    expect(checkContract(contract).filter(({ severity }) => severity === 'error')).toEqual([])
    const compiled = compileContract(contract, ports)
    const admitted = compiled.admit('seen', { user: 'a'.repeat(32) }, at)
    if (admitted.kind !== 'kept') throw new Error(admitted.reason)
    expect(JSON.stringify(admitted.record)).not.toContain('aaaa')
    expect(compiled.judge(admitted.record, station)).toEqual({ ...admitted, drift: [] })
  })

  it('says what it is in a schema and on the user page', () => {
    const [user, , paid] = contract.event('seen')!.slots
    expect(fieldType(user!.field).schema(user!.field)).toEqual({ const: REDACTED })
    expect(fieldType(user!.field).sentence(user!.field)).toContain('[redacted]')
    expect(fieldType(paid!.field).schema(paid!.field)).toEqual({ not: {} })
    expect(fieldType(paid!.field).column(paid!.field)).toEqual({ type: 'Bool' })
  })
})

describe('an event of the class sensitive', () => {
  it('has every field masked, constants among them, and no bits', () => {
    const fields = { plan: choice(['free', 'pro'], 'x'), paid: flag('x'), mode: choice(['a', 'b'], 'x') }
    const source = defineContract({
      ...head,
      fields,
      events: {
        seen: event({
          ...said,
          privacy: 'sensitive',
          fields: { plan: 'required', paid: 'required', mode: { is: 'a' } },
        }),
      },
    })
    const compiled = compileContract(source)
    const verdict = compiled.admit('seen', { plan: 'pro', paid: true, mode: 'a' }, at)
    expect(verdict.kind === 'kept' && verdict.record).toEqual({
      name: 'seen',
      at,
      fields: { plan: REDACTED, mode: REDACTED },
    })
    expect(compiled.admit('seen', { plan: 'pro' }, at).kind).toBe('kept')
    expect(contractBits(normalContract(source)).reports[0]?.report.total).toBe(0)
  })

  it('that is a counter sums nothing', () => {
    const source = defineContract({
      ...head,
      fields: { time: duration('x') },
      events: { seen: rollup({ ...said, privacy: 'sensitive', by: [], measure: ['time'] }) },
    })
    const compiled = compileContract(source)
    const verdict = compiled.admit('seen', { time: 12 })
    expect(verdict.kind === 'kept' && verdict.record).toEqual({ name: 'seen', by: {}, count: 1 })
    // What the judge would keep of the field if nothing masked it.
    const measure = { time: { sum: 12, hist: { [bucketKey(12)]: 1 } } }
    expect(compiled.judge({ name: 'seen', by: {}, count: 1, measure }, station)).toEqual({
      kind: 'kept',
      record: { name: 'seen', by: {}, count: 1 },
      drift: [['seen', 'time', 'off-shape']],
    })
  })
})
