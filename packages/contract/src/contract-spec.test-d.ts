import { describe, expectTypeOf, it } from 'vitest'
import type { acme } from '../fixtures/acme.ts'
import type { DimensionsOf, ErrorValuesOf, EventNames, MeasuresOf, RollupNames, ValuesOf } from './index.ts'
import {
  bucket,
  bytes,
  campaign,
  choice,
  choices,
  count,
  day,
  defineContract,
  domain,
  duration,
  errorClass,
  event,
  flag,
  hash,
  hour,
  id,
  known,
  money,
  rollup,
  route,
  score,
  slug,
  tally,
  text,
  version,
} from './index.ts'

type Acme = typeof acme

declare function record<N extends EventNames<Acme>>(name: N, values: ValuesOf<Acme, N>): void
declare function counter<N extends RollupNames<Acme>>(
  name: N,
  by: DimensionsOf<Acme, N>,
): { add(measures: MeasuresOf<Acme, N>): void }

const head = {
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['me'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
} as const
const said = { what: 'a', why: 'b', readBy: ['chart:c'] } as const

describe('the seldom types', () => {
  it('take what their call sites give', () => {
    const seldom = defineContract({
      ...head,
      fields: {
        cost: money('a', { currency: 'EUR' }),
        size: bytes('b'),
        health: score('c'),
        targets: choices(['claude', 'cursor'], 'd'),
        rules: tally(['layout', 'contrast'], 'e'),
        made: day('f'),
        started: hour('g'),
        model: known('model', 'i', { vendorFrom: 'page' }),
        page: route(['/', '/users/:id'], 'h'),
      },
      events: {
        seen: event({
          ...said,
          fields: {
            cost: 'required',
            size: 'required',
            health: 'required',
            targets: 'required',
            rules: 'required',
            made: 'required',
            started: 'optional',
            model: 'required',
            page: 'required',
          },
        }),
      },
    })
    type Seen = ValuesOf<typeof seldom, 'seen'>
    expectTypeOf<Seen['cost']>().toEqualTypeOf<number>()
    expectTypeOf<Seen['size']>().toEqualTypeOf<number>()
    expectTypeOf<Seen['health']>().toEqualTypeOf<number>()
    expectTypeOf<Seen['targets']>().toEqualTypeOf<readonly ('claude' | 'cursor' | 'other')[]>()
    expectTypeOf<Seen['rules']>().toEqualTypeOf<{
      readonly layout?: number
      readonly contrast?: number
      readonly other?: number
    }>()
    expectTypeOf<Seen['page']>().toEqualTypeOf<string>()
    expectTypeOf<Seen['model']>().toEqualTypeOf<string>()
    // @ts-expect-error no list of that name is published
    known('editor', 'x')
    expectTypeOf<Seen['made']>().toEqualTypeOf<Date | number | string>()
    expectTypeOf<Seen['started']>().toEqualTypeOf<Date | number | string | undefined>()
    choices({ known: 'mcp-client' }, 'x')
    tally({ known: 'mcp-client' }, 'x')
    // @ts-expect-error a set is of a published list that there is
    choices({ known: 'editor' }, 'x')
    // @ts-expect-error a key is of a catalogue
    slug('x', {})
    // @ts-expect-error money says of which currency
    money('a', {})
    // @ts-expect-error an alias leads to a word of the list
    choices(['a'], 'd', { aliases: { b: 'c' } })
  })
})

describe('types that lists close', () => {
  it('take what their call sites have, and a use narrows what a call site can name', () => {
    const closed = defineContract({
      ...head,
      fields: {
        item: slug('a', { publicList: 'items' }),
        site: domain(['acme.example'], 'b'),
        source: campaign({ atMost: 50 }, 'c'),
        medium: campaign(['email'], 'd'),
        failure: errorClass(['AcmeError'], 'e'),
        note: text('f'),
        drivers: choices({ known: 'driver' }, 'g'),
        connections: tally({ known: 'driver' }, 'h'),
        targets: choices(['claude', 'cursor'], 'i'),
        page: route(['/', '/users/:id'], 'j'),
        plan: choice(['free', 'pro', 'team'], 'k'),
      },
      events: {
        seen: event({
          ...said,
          fields: {
            item: 'required',
            site: 'required',
            source: 'required',
            medium: 'required',
            failure: { need: 'required', only: ['ENOENT'] },
            note: 'required',
            drivers: 'required',
            connections: 'required',
            targets: { only: ['claude'] },
            page: { only: ['/users/:id'] },
            plan: { only: ['free', 'pro'] },
          },
        }),
      },
    })
    type Seen = ValuesOf<typeof closed, 'seen'>
    for (const _ of ['item', 'site', 'source', 'medium', 'failure', 'note', 'page'] as const)
      expectTypeOf<Seen[typeof _]>().toEqualTypeOf<string>()
    expectTypeOf<Seen['drivers']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<Seen['connections']>().toEqualTypeOf<{ readonly [name: string]: number | undefined }>()
    expectTypeOf<Seen['targets']>().toEqualTypeOf<readonly 'claude'[]>()
    expectTypeOf<Seen['plan']>().toEqualTypeOf<'free' | 'pro'>()
  })
})

describe('names', () => {
  it('are those that the contract declares', () => {
    expectTypeOf<EventNames<Acme>>().toEqualTypeOf<
      'command.completed' | 'tool.called' | 'project.indexed' | 'server.started'
    >()
    expectTypeOf<RollupNames<Acme>>().toEqualTypeOf<'command.completed' | 'tool.called'>()
  })

  it('that nothing declares do not compile', () => {
    // @ts-expect-error an event that is not declared
    record('command.finished', {})
    // @ts-expect-error an occurrence is no counter
    counter('project.indexed', { files: 4 })
  })
})

describe('values', () => {
  it('of a counter are its dimensions and measures', () => {
    record('command.completed', { command: 'build', outcome: 'ok' })
    record('command.completed', { command: 'other', outcome: 'ok', duration: 12, cost: undefined })
    counter('command.completed', { command: 'build', outcome: 'ok' }).add({ duration: 12 })
    // @ts-expect-error a value that is not on the list
    record('command.completed', { command: 'nuke', outcome: 'ok' })
    // @ts-expect-error a required dimension is missing
    record('command.completed', { command: 'build' })
    // @ts-expect-error a field of another event
    record('command.completed', { command: 'build', outcome: 'ok', files: 4 })
    // @ts-expect-error a measure of another type
    record('command.completed', { command: 'build', outcome: 'ok', duration: '12ms' })
    // @ts-expect-error measures are given when adding
    counter('command.completed', { command: 'build', outcome: 'ok', duration: 12 })
    // @ts-expect-error a measure of another event
    counter('command.completed', { command: 'build', outcome: 'ok' }).add({ warnings: 1 })
    // @ts-expect-error free text cannot be given where a word of a list is asked for
    record('command.completed', { command: String(1), outcome: 'ok' })
  })

  it('of a narrowed field are those it is narrowed to', () => {
    record('tool.called', { tool: '1.2.3' })
    record('tool.called', { tool: '1.2.3', cached: true, command: 'deploy' })
    // @ts-expect-error a value that the use leaves out
    record('tool.called', { tool: '1.2.3', command: 'init' })
    // @ts-expect-error a flag is no text
    record('tool.called', { tool: '1.2.3', cached: 'yes' })
  })

  it('of an occurrence are its fields', () => {
    record('project.indexed', { files: 4_211 })
    record('project.indexed', {
      files: 1,
      duration: 2,
      warnings: 3,
      balance: -4,
      cached: false,
      project: '/a',
      org: 'x',
      call: 'y',
      outcome: 'ok',
    })
    record('server.started', {})
    // @ts-expect-error a bucket takes the number, not its label
    record('project.indexed', { files: '<100' })
    // @ts-expect-error a constant is no other value
    record('project.indexed', { files: 1, outcome: 'error' })
    // @ts-expect-error a required field is missing
    record('project.indexed', { duration: 1 })
    // @ts-expect-error a required field is not undefined
    record('project.indexed', { files: undefined })
    // @ts-expect-error an event without fields takes none
    record('server.started', { files: 1 })
  })
})

describe('what a call site may give', () => {
  const fields = {
    aFlag: flag('x'),
    aCount: count('x'),
    aDuration: duration('x'),
    aBucket: bucket([1], 'x'),
    aChoice: choice(['a', 'b'], 'x'),
    aVersion: version('x'),
    anId: id('call', 'x'),
    aHash: hash('project', 'x'),
  }
  const every = defineContract({
    ...head,
    fields,
    events: {
      all: event({
        ...said,
        fields: {
          aFlag: 'required',
          aCount: 'required',
          aDuration: 'required',
          aBucket: 'required',
          aChoice: 'required',
          aVersion: 'required',
          anId: 'required',
          aHash: 'required',
        },
      }),
    },
  })

  it('follows from the type of each field', () => {
    type All = ValuesOf<typeof every, 'all'>
    expectTypeOf<All['aFlag']>().toEqualTypeOf<boolean>()
    expectTypeOf<All['aCount']>().toEqualTypeOf<number>()
    expectTypeOf<All['aDuration']>().toEqualTypeOf<number>()
    expectTypeOf<All['aBucket']>().toEqualTypeOf<number>()
    expectTypeOf<All['aChoice']>().toEqualTypeOf<'a' | 'b' | 'other'>()
    expectTypeOf<All['aVersion']>().toEqualTypeOf<string>()
    expectTypeOf<All['anId']>().toEqualTypeOf<string>()
    expectTypeOf<All['aHash']>().toEqualTypeOf<string>()
  })
})

describe('a contract', () => {
  const fields = { command: choice(['a', 'b'], 'x'), time: duration('x') }

  it('uses only fields that it declares', () => {
    // @ts-expect-error a dimension that is not declared
    defineContract({ ...head, fields, events: { one: rollup({ ...said, by: ['comand'] }) } })
    // @ts-expect-error a measure that is not declared
    defineContract({ ...head, fields, events: { one: rollup({ ...said, by: ['command'], measure: ['size'] }) } })
    // @ts-expect-error a field that is not declared
    defineContract({ ...head, fields, events: { one: event({ ...said, fields: { size: 'required' } }) } })
    // @ts-expect-error a dimension, with its use, that is not declared
    defineContract({ ...head, fields, events: { one: rollup({ ...said, by: { size: 'optional' } }) } })
  })

  it('says what, why and who reads it', () => {
    // @ts-expect-error nothing reads it
    rollup({ what: 'a', why: 'b', by: [] })
    // @ts-expect-error there is no reason for it
    event({ what: 'a', readBy: ['chart:c'], fields: {} })
    // @ts-expect-error a need that is none
    event({ ...said, fields: { command: 'always' } })
    // @ts-expect-error a field without its sentence
    flag()
    // @ts-expect-error an alias to a value that is not on the list
    choice(['a', 'b'], 'x', { aliases: { c: 'd' } })
    // @ts-expect-error a kind of id that is none
    id('machine', 'x')
    // @ts-expect-error parts of a version are one or two
    version('x', { parts: 3 })
    // @ts-expect-error a preset that is none
    defineContract({ ...head, consent: { preset: 'always' }, fields, events: {} })
  })

  it('keeps its literals without `as const`', () => {
    const one = defineContract({
      ...head,
      fields,
      events: { one: rollup({ ...said, by: ['command'], measure: ['time'] }) },
    })
    expectTypeOf<ValuesOf<typeof one, 'one'>['command']>().toEqualTypeOf<'a' | 'b' | 'other'>()
    expectTypeOf<MeasuresOf<typeof one, 'one'>>().toEqualTypeOf<{ readonly time?: number | undefined }>()
  })
})

describe('error reports', () => {
  it('are no event that a call site records, and take the values that they declare', () => {
    expectTypeOf<EventNames<Acme>>().not.toEqualTypeOf<keyof Acme['events']>()
    // @ts-expect-error an error is reported by a call of its own
    record('program.failed', { command: 'build' })
    expectTypeOf<keyof ErrorValuesOf<Acme>>().toEqualTypeOf<'command'>()
    expectTypeOf<ErrorValuesOf<Acme>['command']>().toEqualTypeOf<'init' | 'build' | 'deploy' | 'other'>()
  })

  it('are nothing where a contract has none, and take no id', () => {
    const quiet = defineContract({ ...head, fields: {}, events: { ran: rollup({ ...said, by: [] }) } })
    expectTypeOf<ErrorValuesOf<typeof quiet>>().toEqualTypeOf<never>()
    // @ts-expect-error reports of errors are of nobody
    errors({ ...said, identity: 'day' })
    // @ts-expect-error a field that nothing declares
    defineContract({ ...head, fields: {}, events: { failed: errors({ ...said, fields: { nothing: 'required' } }) } })
  })
})

describe('probes and readers', () => {
  it('of an event are given by no call site', () => {
    const aged = defineContract({
      ...head,
      fields: { ok: flag('x') },
      events: { seen: event({ ...said, once: 'install', fields: { ok: 'required', timeToFirstUse: 'required' } }) },
    })
    expectTypeOf<keyof ValuesOf<typeof aged, 'seen'>>().toEqualTypeOf<'ok'>()
  })

  it('may be objects, a question with its day', () => {
    const asked = rollup({ ...said, readBy: ['chart:a', { question: 'Which?', by: '2027-06-30' }], by: [] })
    expectTypeOf(asked.readBy).toEqualTypeOf<readonly string[]>()
    // @ts-expect-error a question without a day
    rollup({ ...said, readBy: [{ question: 'Which?' }], by: [] })
  })
})
