import { afterEach, beforeEach, expect, it } from 'vitest'
import { errorFingerprint } from '@plainsight/contract/errors'
import { recordKey } from '@plainsight/contract/identity'
import { counter, startTestCollector, TEST_DAY, type TestCollector } from './test-collector.ts'

let test: TestCollector

beforeEach(async () => {
  test = await startTestCollector()
})
afterEach(() => test.close())

async function stored(over: {
  readonly [key: string]: unknown
}): Promise<readonly { readonly [column: string]: unknown }[]> {
  const answer = await test.send(test.batch(over))
  expect(answer.json.rejected).toEqual([])
  await test.collector.drain()
  return Array.fromAsync(test.store.exportRows('acme'))
}

const fieldOf = (row: object): string => (row as { readonly n_field: string }).n_field

const given = (row: { readonly [column: string]: unknown } | undefined): object =>
  Object.fromEntries(
    Object.entries(row ?? {}).filter(([, value]) => value !== null && !['{}', '[]'].includes(JSON.stringify(value))),
  )

it('stores a counter with its dimensions, measures and the context that its event declares', async () => {
  const batch = crypto.randomUUID()
  const [row] = await stored({ batch })
  expect(given(row)).toEqual({
    event: 'command.completed',
    version: '1.2.0',
    day: TEST_DAY,
    source: 'cli',
    actor: 'anonymous',
    c_os: 'linux',
    c_arch: 'x64',
    f_command: 'build',
    f_outcome: 'ok',
    count: 6,
    weight: 1,
    m_duration_sum: 5_300,
    m_duration_hist: { '25': 2, '39': 3, '44': 1 },
    k: recordKey(batch, 0),
    expires: '2027-02-18',
  })
})

it('stores an occurrence with its time, id, external ids by kind, and the weight of its sample', async () => {
  const id = '3d27438a24ae39cbfdc293bf20fca18a'
  const org = '0123456789abcdef0123456789abcdef'
  const [row] = await stored({
    events: [
      {
        name: 'project.indexed',
        at: `${TEST_DAY}T09`,
        id,
        ids: { org },
        rate: 0.1,
        fields: { files: '100-1k', duration: 5_300 },
      },
    ],
  })
  expect(row).toMatchObject({
    at: `${TEST_DAY}T09:00:00Z`,
    id: id.slice(0, 16),
    x_org: org,
    f_files: '100-1k',
    f_duration: 5_300,
    weight: 10,
    expires: '2026-12-20',
    // Its event declares no context, whatever the batch brings along.
    c_os: null,
    c_arch: null,
  })
})

it('stores a context value alone, once for each field, with nothing beside it', async () => {
  const told = (field: string, value: unknown): object => ({ name: 'plainsight.environment', fields: { field, value } })
  const answer = await test.send(
    test.batch({
      events: [told('os', 'linux'), told('ci', 'no'), told('os', 'darwin'), told('arch', 'x64'), told('os', 'anna')],
    }),
  )
  expect(answer.json.rejected).toEqual([
    { index: 2, reason: 'duplicate' },
    { index: 3, reason: 'malformed' },
    { index: 4, reason: 'malformed' },
  ])
  await test.collector.drain()
  const rows = await Array.fromAsync(test.store.exportRows('acme'))
  expect(rows.map(given).toSorted((a, b) => (fieldOf(a) < fieldOf(b) ? -1 : 1))).toEqual(
    ['ci', 'os'].map((field) =>
      expect.objectContaining({
        event: 'plainsight.environment',
        n_field: field,
        n_value: field === 'os' ? 'linux' : 'no',
      }),
    ),
  )
  for (const row of rows) {
    expect(given(row)).not.toHaveProperty('c_os')
    expect(given(row)).not.toHaveProperty('id')
  }
})

it('stores an error report with its parts and its group, and no word that is not declared', async () => {
  const frames = ['0123456789ab:10:5', 'commander', 'foreign']
  const report = {
    name: 'program.failed',
    at: `${TEST_DAY}T09`,
    error: { class: 'TypeError', code: 'E_CONFIG', frames, handled: false, fatal: true },
    causes: [{ class: 'SystemError', code: 'EACCES', frames: ['foreign'] }, { class: 'Error' }],
    fields: { command: 'build' },
  }
  const [row] = await stored({ events: [report] })
  expect(given(row)).toMatchObject({
    at: `${TEST_DAY}T09:00:00Z`,
    e_group: errorFingerprint(report),
    e_class: 'TypeError',
    e_code: 'E_CONFIG',
    e_handled: false,
    e_fatal: true,
    e_frames: frames,
    e_causes: ['SystemError EACCES foreign', 'Error -'],
    f_command: 'build',
    expires: '2026-12-20',
  })
  expect(given(row)).not.toHaveProperty('id')
})

it('leaves out of an error report what its lists do not name', async () => {
  const error = {
    class: 'Error',
    code: 'anna',
    frames: ['/home/anna/main.js:1:1'],
    message: 'anna',
    handled: true,
    fatal: false,
  }
  const [row] = await stored({ events: [{ name: 'program.failed', error, text: 'anna', fields: {} }] })
  expect(row).toMatchObject({ e_class: 'Error', e_code: null, e_frames: [] })
  expect(JSON.stringify(row)).not.toContain('anna')
})

it('takes the rate from the contract where the wire has none', async () => {
  const [row] = await stored({ events: [{ name: 'project.indexed', fields: { files: '100-1k' } }] })
  expect(row?.weight).toBe(4)
})

it('stores a presence row with nothing but what it is split by', async () => {
  const [row] = await stored({
    events: [{ name: 'plainsight.presence', fields: { grain: 'week', back: '2', index: '5-8' } }],
  })
  expect(row).toMatchObject({
    c_os: 'linux',
    c_arch: null,
    id: null,
    f_grain: 'week',
    f_back: '2',
    f_index: '5-8',
    f_gap: null,
  })
})

it('takes one presence row of a grain from a batch', async () => {
  const day = { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } }
  const month = { name: 'plainsight.presence', fields: { grain: 'month' } }
  const answer = await test.send(test.batch({ events: [day, month, day] }))
  expect(answer.json).toMatchObject({ accepted: 2, rejected: [{ index: 2, reason: 'duplicate' }] })
})

it('gives two rows of one batch nothing in common but what they state', async () => {
  const events = [
    { name: 'command.used', by: { command: 'build' }, count: 1 },
    { name: 'project.indexed', fields: { files: '100-1k' } },
  ]
  const rows = await stored({ events })
  const shared = Object.keys(rows[0] ?? {}).filter((column) => {
    const values = rows.map((row) => row[column])
    return (
      values[0] !== null &&
      JSON.stringify(values[0]) !== '[]' &&
      JSON.stringify(values[0]) === JSON.stringify(values[1])
    )
  })
  expect(shared.toSorted()).toEqual(['actor', 'count', 'day', 'm_duration_hist', 'm_duration_sum', 'source', 'version'])
})

it('writes a block in the order of its content, not of its arrival', async () => {
  const order = async (commands: string[]): Promise<unknown[]> => {
    const fresh = await startTestCollector()
    for (const command of commands)
      await fresh.send(
        fresh.batch({
          batch: `00000000-0000-4000-8000-00000000000${commands.toSorted().indexOf(command)}`,
          events: [counter({ by: { command, outcome: 'ok' }, count: command.length })],
        }),
      )
    await fresh.collector.drain()
    const lines = fresh.store.lines('events_acme').map((row) => row.f_command)
    await fresh.close()
    return lines
  }
  expect(await order(['deploy', 'build', 'init'])).toEqual(await order(['init', 'deploy', 'build']))
})
