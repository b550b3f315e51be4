import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { ERROR_CLASSES } from './error-classes.ts'
import { contractBits, fieldBits } from './bits.ts'
import type { Contract } from './contract-spec.ts'
import type { FieldSpec } from './field-spec.ts'
import {
  bucket,
  campaign,
  choice,
  choices,
  bytes,
  count,
  day,
  domain,
  duration,
  errorClass,
  errors,
  event,
  flag,
  hash,
  hour,
  id,
  known,
  measure,
  money,
  rollup,
  route,
  score,
  slug,
  tally,
  text,
  version,
} from './index.ts'
import { compileContract, normalContract, PROBES } from './judge.ts'

const said = { what: 'a', why: 'b', readBy: ['chart:c'] }

function contractOf(fields: { readonly [name: string]: FieldSpec }, more: Partial<Contract>): Contract {
  return { ...acme, context: [], accepts: [], fields, events: {}, ...more }
}

describe('the bits of a field', () => {
  it.each([
    ['a flag has two values', flag('x'), 1],
    ['a choice of three has other as a fourth', choice(['a', 'b', 'c'], 'x'), 2],
    ['a choice that lists other has no further one', choice(['a', 'other'], 'x'), 1],
    ['three edges make four classes', bucket([1, 2, 3], 'x'), 2],
    ['seven versions in use and other', version('x'), 3],
    ['three versions in use and other', version('x', { live: 3 }), 2],
    ['a count changes from use to use', count('x'), 0],
    ['a duration changes from use to use', duration('x'), 0],
    ['a measure changes from use to use', measure('x', { decimals: 6 }), 0],
    ['an id is not counted: it is scoped', id('call', 'x'), 0],
    ['a hash is not counted: it is scoped', hash('project', 'x'), 0],
    ['a catalogue of 1 000 keys and other', slug('x', { publicList: 'items' }), Math.log2(1_001)],
    ['two labels and other', campaign(['email', 'social'], 'x'), Math.log2(3)],
    ['the fifty labels that are kept, and other', campaign({ atMost: 50 }, 'x'), Math.log2(51)],
    ['a site, 63 public ones and other-site', domain(['acme.example'], 'x'), Math.log2(65)],
    ['199 built-in names, one more and other', errorClass(['AcmeError'], 'x'), Math.log2(201)],
    ['a text is not counted: it is of nobody and has a consent of its own', text('x'), 0],
    ['sets of up to two of 26 databases and other', choices({ known: 'driver' }, 'x', { max: 2 }), Math.log2(379)],
    ['which of them, whatever their counts', tally({ known: 'driver' }, 'x', { max: 2 }), Math.log2(379)],
    ['sets of three words and other', choices(['a', 'b', 'c'], 'x'), 4],
    ['sets of up to one of three words and other', choices(['a', 'b', 'c'], 'x', { max: 1 }), Math.log2(5)],
    ['two templates and other', route(['/', '/a'], 'x'), Math.log2(3)],
    ['26 databases and other, with the vendors', known('driver', 'x'), Math.log2(27)],
    ['money changes from use to use', money('x', { currency: 'EUR' }), 0],
    ['bytes change from use to use', bytes('x'), 0],
    ['a score changes from use to use', score('x'), 0],
    ['a day of 400 that are kept', day('x'), Math.log2(36_525)],
    ['a day that changes is the row’s own', day('x', { transient: true }), 0],
    ['an hour that changes is one of the row’s own day', hour('x', { transient: true }), Math.log2(24)],
    ['six ages of an installation', PROBES.installAge, Math.log2(6)],
    ['five times until the first use', PROBES.timeToFirstUse, Math.log2(5)],
    ['five systems and other', PROBES.os, Math.log2(6)],
    ['four processors and other', PROBES.arch, Math.log2(5)],
  ])('%s', (_, field, bits) => {
    expect(fieldBits(field)).toBeCloseTo(bits, 10)
  })
})

describe('the figures of a contract', () => {
  const fields = {
    command: choice(['a', 'b', 'c'], 'x'),
    outcome: choice(['ok', 'error', 'aborted'], 'x', { transient: true }),
    size: bucket([1, 2, 3], 'x'),
    time: duration('x'),
  }
  const contract = normalContract(
    contractOf(fields, {
      context: ['os', 'arch', 'productVersion'],
      accepts: ['1.1.0'],
      population: 10_000,
      events: {
        one: rollup({ ...said, by: ['command', 'outcome'], measure: ['time'] }),
        two: event({
          ...said,
          identity: 'month',
          link: 'l',
          context: ['os'],
          fields: { size: 'required', time: 'optional' },
        }),
        three: event({
          ...said,
          identity: 'month',
          link: 'l',
          context: ['os', 'arch'],
          fields: { size: { need: 'optional' }, command: { only: ['a'] } },
        }),
        four: event({
          ...said,
          context: [],
          fields: { command: { is: 'a' } },
          acceptFrom: 'service',
          precision: 'minute',
        }),
      },
    }),
  )
  const { budget, links, reports } = contractBits(contract)

  it('are held to log2(population / 20) and 24', () => {
    expect(budget).toEqual({ stable: Math.log2(500), report: 24 })
  })

  it('count in a link every context field and every field that is not transient once, at its widest, and the versions', () => {
    expect(
      links.map(({ link, identified, stable }) => [link, identified, stable.costs.map(({ name }) => name)]),
    ).toEqual([
      ['one', false, ['productVersion', 'os', 'arch', 'command', 'versions']],
      ['l', true, ['os', 'arch', 'size', 'command', 'versions']],
      ['four', false, ['versions']],
    ])
    expect(links[0]!.stable.total).toBeCloseTo(3 + Math.log2(6) + Math.log2(5) + 2 + 1, 10)
    expect(links[1]!.stable.total).toBeCloseTo(Math.log2(6) + Math.log2(5) + 2 + 1 + 1, 10)
  })

  it('count in a report everything that one row says, and a time finer than the hour', () => {
    expect(reports[0]!.report.total).toBeCloseTo(3 + Math.log2(6) + Math.log2(5) + 2 + 2, 10)
    expect(reports[3]!.report.total).toBeCloseTo(Math.log2(1_440), 10)
  })
})

describe('the figures of error reports', () => {
  it('count class, code, handled and fatal in a report, and nothing that stays the same', () => {
    const failed = errors({ ...said, codes: ['E_A', 'E_B'], classes: ['AError'], fields: { ok: 'required' } })
    const contract = normalContract(
      contractOf({ ok: flag('x', { transient: true }) }, { events: { failed }, context: ['os'] }),
    )
    const { reports, links } = contractBits(contract)
    const [names] = ERROR_CLASSES
    const classes = new Set([...names!.javascript, ...names!.python]).size + 2
    const codes = new Set([...names!.system, ...names!.node]).size + 4
    const bits = Math.log2(classes) + Math.log2(codes) + 1 + 1 + 1 + Math.log2(6)
    expect(reports[0]!.report.total).toBeCloseTo(bits, 10)
    expect(reports[0]!.report.total).toBeLessThan(24)
    expect(links[0]!.stable.costs.map(({ name }) => name)).toEqual(['os'])
  })
})

describe('the figures of small contracts', () => {
  it('are the logarithm of the number of rows that the judge tells apart, counted one by one', () => {
    const kinds = fc.constantFrom<FieldSpec>(
      flag('x'),
      choice(['a', 'b'], 'x'),
      bucket([1, 2], 'x'),
      choice(['a', 'other'], 'x'),
      route(['/x', '/y'], 'x'),
      campaign(['a', 'c'], 'x'),
    )
    fc.assert(
      fc.property(
        fc.record({ alpha: kinds, beta: kinds, gamma: kinds }),
        fc.subarray(['alpha', 'beta', 'gamma'], { minLength: 1 }),
        (declared, used) => {
          const contract = contractOf(declared, { events: { one: rollup({ ...said, by: used }) } })
          const judge = compileContract(contract)
          const station = { source: 'cli', day: '2026-11-19', version: '1.2.0', service: false }
          const candidates = [true, false, 'a', 'b', 'other', '<1', '1-2', '2+', 'c', 1, '/x', '/y', '/z']
          let rows: { [field: string]: unknown }[] = [{}]
          for (const field of used)
            rows = rows.flatMap((row) => candidates.map((value) => ({ ...row, [field]: value })))
          const kept = rows.filter((by) => judge.judge({ name: 'one', by, count: 1 }, station).kind === 'kept')
          expect(contractBits(normalContract(contract)).reports[0]!.report.total).toBeCloseTo(
            Math.log2(kept.length),
            10,
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})
