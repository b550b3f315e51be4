import { describe, expect, expectTypeOf, it } from 'vitest'
import { checkContract, pathText } from './check.ts'
import { contractDigest } from './contract-digest.ts'
import { diffContracts } from './diff.ts'
import {
  choice,
  defineContract,
  duration,
  errors,
  event,
  flag,
  include,
  known,
  rollup,
  throughHost,
  type EventNames,
  type ValuesOf,
} from './index.ts'
import { compileContract, normalContract } from './judge.ts'
import { lockText, makeLock, parseLock } from './lock.ts'

const said = { what: 'Something happened', why: 'A test needs it', readBy: ['chart:tests'] } as const
const head = {
  version: '1.0.0',
  title: 'Acme',
  description: 'A contract for tests.',
  owners: ['@acme/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
} as const

const orm = defineContract({
  ...head,
  name: 'orm',
  version: '2.1.0',
  owners: ['@orm/core'],
  sources: ['library'],
  context: ['runtime', 'dialect'],
  retention: { raw: 20 },
  fields: {
    dialect: choice(['postgres', 'sqlite'], 'Which database'),
    duration: duration('How long the query took'),
    cached: flag('Whether the cache was used', { transient: true, since: '2.0.0' }),
    vendor: choice(['openai'], 'Who made the model', { transient: true }),
    model: known('model', 'Which model', { vendorFrom: 'vendor', transient: true }),
  },
  events: {
    'query.completed': rollup({ ...said, by: { cached: 'required', os: 'optional' }, measure: ['duration'] }),
    opened: event({
      ...said,
      identity: 'day',
      link: 'use',
      context: ['dialect'],
      fields: { model: 'optional', vendor: 'optional', duration: 'optional' },
      sampling: { rate: 0.5, keep: [{ duration: { min: 60_000 } }] },
      alerts: [
        { metric: 'duration', max: 5, minimumSample: 1, windowMinutes: 1, coolDownMinutes: 1, actions: ['alert'] },
      ],
    }),
    ended: event({ ...said, expires: '2.1.0', fields: {} }),
    ending: event({ ...said, expires: '3.0.0', fields: {} }),
    failed: errors({ ...said }),
  },
})

const app = defineContract({
  ...head,
  name: 'acme',
  includes: [include(orm, { prefix: 'orm' })],
  fields: { command: choice(['build'], 'Which command ran', { transient: true }) },
  events: { 'command.completed': rollup({ ...said, by: ['command'], measure: ['ormDuration'] }) },
})
type App = typeof app

describe('a library’s contract in an application’s', () => {
  it('has its fields and events under names of their own, and breaks no rule', () => {
    expect(Object.keys(app.events).sort()).toEqual([
      'command.completed',
      'orm.ending',
      'orm.opened',
      'orm.query.completed',
    ])
    expect(Object.keys(app.fields).sort()).toEqual([
      'command',
      'ormCached',
      'ormDialect',
      'ormDuration',
      'ormModel',
      'ormVendor',
    ])
    expect(checkContract(app)).toEqual([])
  })

  it('is renamed wherever a field is named, and probes stay what they are', () => {
    const normal = normalContract(app)
    expect(normal.events['orm.query.completed']).toMatchObject({
      uses: { ormCached: { need: 'required' }, os: { need: 'optional' } },
      measure: ['ormDuration'],
      context: ['runtime', 'ormDialect'],
      sources: ['cli'],
      owners: ['@orm/core'],
      retention: 20,
    })
    expect(normal.events['orm.opened']).toMatchObject({
      link: 'orm.use',
      context: ['ormDialect'],
      sampling: { rate: 0.5, keep: [{ ormDuration: { min: 60_000 } }] },
      alerts: [expect.objectContaining({ metric: 'ormDuration' })],
    })
    expect(normal.fields['ormModel']).toMatchObject({ vendorFrom: 'ormVendor' })
  })

  it('leaves consent, sources, destinations and marks of version to the application', () => {
    const normal = normalContract(app)
    expect(normal.consent).toEqual({ preset: 'opt-in' })
    expect(normal.fields['ormCached']).not.toHaveProperty('since')
    expect(normal.events['orm.ending']).not.toHaveProperty('expires')
    expect(normal.context).toEqual([])
  })

  it('carries the marks that the application gives', () => {
    const later = include(orm, {
      prefix: 'orm',
      since: '1.2.0',
      marks: { 'orm.opened': { since: '1.3.0' }, ormModel: { widened: '1.3.0' } },
    })
    expect(later.events['orm.opened']).toMatchObject({ since: '1.3.0' })
    expect(later.events['orm.ending']).toMatchObject({ since: '1.2.0' })
    expect(later.fields.ormModel).toMatchObject({ since: '1.2.0', widened: '1.3.0' })
  })

  it('infers its names and values at every call site', () => {
    expectTypeOf<EventNames<App>>().toEqualTypeOf<
      'command.completed' | 'orm.query.completed' | 'orm.opened' | 'orm.ended' | 'orm.ending'
    >()
    expectTypeOf<ValuesOf<App, 'orm.query.completed'>['ormCached']>().toEqualTypeOf<boolean>()
    expectTypeOf<ValuesOf<App, 'orm.query.completed'>>().not.toHaveProperty('cached')
    expectTypeOf<ValuesOf<App, 'orm.opened'>['ormDuration']>().toEqualTypeOf<number | undefined>()
  })

  it('stands in the lock with its version, and its upgrade is told', () => {
    const lock = makeLock(app, undefined, '2026-11-19')
    expect(lock.contract.includes).toEqual([{ library: 'orm', version: '2.1.0', prefix: 'orm' }])
    expect(parseLock(lockText(lock))).toEqual({ kind: 'lock', lock: JSON.parse(lockText(lock)) })
    const upgraded = { ...lock.contract, includes: [{ library: 'orm', version: '2.2.0', prefix: 'orm' }] }
    expect(diffContracts(lock.contract, upgraded)).toEqual([
      expect.objectContaining({ path: ['includes'], class: 'compatible', what: 'changed' }),
    ])
    expect(contractDigest(normalContract({ ...app, includes: [] }))).not.toBe(lock.digest)
  })

  it('is judged like everything of the application', () => {
    const compiled = compileContract(app)
    const wire = { name: 'orm.query.completed', by: { ormCached: true }, count: 2 }
    const station = { source: 'cli', day: '2026-11-19', version: '1.0.0', service: false }
    expect(compiled.judge(wire, station)).toEqual({ kind: 'kept', record: wire, drift: [] })
    expect(compiled.judge({ ...wire, name: 'query.completed' }, station).kind).toBe('dropped')
  })

  it.each([
    [
      'a field of the application that is called alike',
      { fields: { ...app.fields, ormDialect: flag('x') } },
      'fields.ormDialect',
    ],
    [
      'an event of the application that is called alike',
      { events: { ...app.events, 'orm.opened': event({ ...said, fields: {} }) } },
      'events["orm.opened"]',
    ],
    [
      'two libraries of one prefix',
      { includes: [...(app.includes ?? []), include(orm, { prefix: 'orm' })] },
      'includes[1].prefix',
    ],
    ['a prefix that is no word', { includes: [include(orm, { prefix: 'my-orm' })] }, 'includes[0].prefix'],
    ['a list that nothing put in', { fields: {}, events: {} }, 'includes[0].fields.ormDialect'],
  ])('%s is told', (_, over, path) => {
    const found = checkContract({ ...app, ...over }).filter(({ rule }) => rule === 'include')
    expect(found.map((issue) => pathText(issue.path))).toContain(path)
  })
})

describe('a library’s own calls', () => {
  it('go through the host’s telemetry under the host’s names, and nowhere without one', () => {
    const said: unknown[] = []
    const host = { record: (name: string, values: object) => void said.push([name, values]) }
    throughHost<typeof orm>(host, 'orm').record('query.completed', { cached: true, duration: 4 })
    expect(said).toEqual([['orm.query.completed', { ormCached: true, ormDuration: 4 }]])
    expect(() => throughHost<typeof orm>(undefined, 'orm').record('opened')).not.toThrow()
  })
})
