import { campaign, choice, event, rollup, slug } from '@plainsight/contract'
import { expect, it } from 'vitest'
import { startTestCollector } from './test-collector.ts'
import { testLock } from './test-contract.ts'

const said = { what: 'x', why: 'x', readBy: ['chart:x'] } as const
const lock = testLock({
  context: [],
  fields: {
    item: slug('Which item', { publicList: 'designs' }),
    command: choice(['init'], 'Which command'),
  },
  events: {
    opened: event({ ...said, privacy: 'public', fields: { item: 'required', command: 'optional' } }),
    used: rollup({ ...said, privacy: 'public', by: ['item'] }),
  },
  presence: false,
})
const PUBLIC = new Set(['hero'])

it('keys of a public catalogue are stored, and every other one is the word other', async () => {
  const test = await startTestCollector({
    contracts: [lock],
    hasKey: (catalogue, key) => catalogue === 'designs' && PUBLIC.has(key),
  })
  const events = [
    { name: 'opened', at: '2026-11-20T10', fields: { item: 'hero', command: 'init' } },
    { name: 'opened', at: '2026-11-20T10', fields: { item: 'my-secret-project' } },
    { name: 'used', by: { item: 'my-secret-project' }, count: 2 },
  ]
  const digest = lock.digest.slice(0, 16)
  const answer = await test.send(test.batch({ digest, context: {}, events }))
  expect(answer.json).toEqual({ accepted: 3, rejected: [], drift: 2 })
  await test.collector.drain()
  const rows = test.store.lines('events_acme').map(({ event: name, f_item }) => [name, f_item].join(' '))
  expect(rows.toSorted()).toEqual(['opened hero', 'opened other', 'used other'])
  expect(JSON.stringify(test.store.lines('events_acme'))).not.toContain('secret')
  await test.close()
})

it('a collector without the catalogue keeps no key of it', async () => {
  const test = await startTestCollector({ contracts: [lock] })
  const events = [{ name: 'used', by: { item: 'hero' }, count: 1 }]
  await test.send(test.batch({ digest: lock.digest.slice(0, 16), context: {}, events }))
  await test.collector.drain()
  expect(test.store.lines('events_acme').map(({ f_item }) => f_item)).toEqual(['other'])
  await test.close()
})

const campaigns = testLock({
  context: [],
  fields: { source: campaign({ atMost: 2 }, 'Where it was found') },
  events: { came: rollup({ ...said, by: ['source'] }) },
  presence: false,
})

it('labels are kept from the twentieth machine-day on, also after a restart, and no more of them than declared', async () => {
  let test = await startTestCollector({ contracts: [campaigns], limits: { drainMs: 1e9, drainRows: 1e9 } })
  const digest = campaigns.digest.slice(0, 16)
  const say = async (...labels: readonly string[]): Promise<void> => {
    const events = labels.map((source) => ({ name: 'came', by: { source }, count: 1 }))
    expect((await test.send(test.batch({ digest, context: {}, events }))).status).toBe(200)
  }
  const stored = async (): Promise<readonly string[]> => {
    await test.collector.drain()
    return test.store.lines('events_acme').map(({ f_source }) => String(f_source as string))
  }
  // However often one batch says it: that is one machine's day.
  await say(...Array<string>(30).fill('newsletter'))
  for (let i = 0; i < 11; i++) await say('newsletter')
  expect(new Set(await stored())).toEqual(new Set(['other']))
  test = await test.restart()
  for (let i = 0; i < 7; i++) await say('newsletter')
  expect(new Set(await stored())).toEqual(new Set(['other']))
  await say('newsletter')
  expect((await stored()).filter((label) => label === 'newsletter')).toHaveLength(1)
  for (let i = 0; i < 20; i++) await say('launch')
  for (let i = 0; i < 40; i++) await say('third')
  await say('newsletter', 'launch', 'third')
  expect((await stored()).filter((label) => label !== 'other').toSorted()).toEqual([
    'launch',
    'launch',
    'newsletter',
    'newsletter',
  ])
  await test.close()
})

it('one network is no crowd, however many batches it sends, and cannot use up what is counted', async () => {
  const test = await startTestCollector({
    contracts: [campaigns],
    limits: { drainMs: 1e9, drainRows: 1e9, prefixBatchesPerMinute: 1e9 },
  })
  const digest = campaigns.digest.slice(0, 16)
  const say = async (address: string | undefined, ...labels: readonly string[]): Promise<void> => {
    const events = labels.map((source) => ({ name: 'came', by: { source }, count: 1 }))
    const answer = await test.send(
      test.batch({ digest, context: {}, events }),
      address === undefined ? {} : { address },
    )
    expect(answer.status).toBe(200)
  }
  for (let i = 0; i < 60; i++) await say(`192.0.2.${i}`, 'just-me')
  // A label for each number, made up: 20 000 would be all that are counted at one time.
  for (let i = 0; i < 210; i++)
    await say('198.51.100.7', ...Array.from({ length: 100 }, (_, each) => `made-up ${word(i * 100 + each)}`))
  for (let i = 0; i < 20; i++) await say(undefined, 'newsletter')
  await test.collector.drain()
  const stored = new Set(test.store.lines('events_acme').map(({ f_source }) => f_source))
  expect(stored).toEqual(new Set(['other', 'newsletter']))
  await test.close()
})

it('nothing that one network makes up lets it count again', async () => {
  const limits = { drainMs: 1e9, drainRows: 1e9, prefixBatchesPerMinute: 1e9, countedKeys: 150 }
  const test = await startTestCollector({ contracts: [campaigns], limits })
  const digest = campaigns.digest.slice(0, 16)
  for (let i = 0; i < 60; i++) {
    const labels = Array.from({ length: 99 }, (_, each) => `made-up ${word(i * 100 + each)}`)
    const events = ['just-me', ...labels].map((source) => ({ name: 'came', by: { source }, count: 1 }))
    await test.send(test.batch({ digest, context: {}, events }), { address: '192.0.2.7' })
  }
  await test.collector.drain()
  expect(new Set(test.store.lines('events_acme').map(({ f_source }) => f_source))).toEqual(new Set(['other']))
  await test.close()
})

/** A number in letters: a label holds no long run of digits. */
function word(number: number): string {
  return Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)]).join('')
}

it('labels and keys are settled beside every row and alone, too', async () => {
  const beside = testLock({
    context: ['source'],
    environment: ['source'],
    fields: { source: campaign({ atMost: 2 }, 'Where it was found'), command: choice(['init'], 'Which command') },
    events: { came: rollup({ ...said, by: ['command'] }) },
    presence: { by: 'source' },
  })
  const test = await startTestCollector({ contracts: [beside] })
  const events = [
    { name: 'came', by: { command: 'init' }, count: 1 },
    { name: 'plainsight.environment', fields: { field: 'source', value: 'my-secret-deal' } },
    {
      name: 'plainsight.presence',
      fields: { grain: 'day', gap: '1' },
    },
  ]
  const body = test.batch({ digest: beside.digest.slice(0, 16), context: { source: 'my-secret-deal' }, events })
  expect((await test.send(body)).json).toEqual({ accepted: 3, rejected: [], drift: 2 })
  await test.collector.drain()
  expect(JSON.stringify(test.store.lines('events_acme'))).not.toContain('secret')
  await test.close()
})
