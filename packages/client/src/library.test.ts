import { defineContract, duration, flag, include, rollup, throughHost } from '@plainsight/contract'
import { expect, it } from 'vitest'
import { createTestTelemetry } from './testing.ts'

const said = { what: 'A query ended', why: 'Which are slow', readBy: ['chart:queries'] } as const
const head = {
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['me'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
} as const
const orm = defineContract({
  ...head,
  name: 'orm',
  fields: { cached: flag('Whether the cache was used', { transient: true }), time: duration('How long it took') },
  events: { queried: rollup({ ...said, by: ['cached'], measure: ['time'] }) },
})
const app = defineContract({
  ...head,
  name: 'acme',
  includes: [include(orm, { prefix: 'orm' })],
  fields: {},
  events: {},
})

it('a library records through its host: under the host’s contract, and by the host’s consent', async () => {
  const host = createTestTelemetry(app, { source: 'cli' })
  const library = throughHost<typeof orm>(host, 'orm')
  library.record('queried', { cached: true, time: 12 })
  host.clock.advance(86_400_000)
  await host.flush()
  const events = host.batches.flatMap((batch) => batch.events)
  expect(events).toContainEqual(
    expect.objectContaining({
      name: 'orm.queried',
      by: { ormCached: true },
      measure: { ormTime: { sum: 12, hist: { '14': 1 } } },
    }),
  )
  host.setConsent('off')
  library.record('queried', { cached: true })
  expect(host.records).toEqual([])
})
