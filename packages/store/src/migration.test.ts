// A migration that is cut off at each of its statements, and then run again.
import { rmSync } from 'node:fs'
import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childClients, type ChildClients } from './child-clients.ts'
import { createClickHouseStore, type StoreClients } from './clickhouse-store.ts'
import { startChild, type RunningChild } from './start-child.ts'
import type { Store } from './store.ts'
import { eventColumns } from './plan-migration.ts'
import { FIRST, SECOND, THIRD } from './suite-contract.ts'
import { CHILD, suiteOrder } from './suite-order.ts'

const order = suiteOrder()
let child: RunningChild
let door: ChildClients

beforeAll(async () => {
  const started = await startChild(CHILD, order)
  if (started.kind === 'failed') throw new Error(started.why)
  child = started
  door = childClients(order)
})

afterAll(async () => {
  door.destroy()
  child.kill()
  await child.gone
  rmSync(order.folder, { recursive: true, force: true })
})

function storeOver(clients: StoreClients, durability: 'fsync' | 'os' = 'os'): Store {
  return createClickHouseStore({
    clients,
    ddl: { topology: 'single', durability },
    up: () => Promise.resolve(true),
    suspect: () => Promise.resolve(),
    health: () => Promise.resolve({ kind: 'up', why: 'A test.' }),
    close: () => Promise.resolve(),
  })
}

async function rows(query: string): Promise<unknown[]> {
  return (await door.clients.writer.query({ query, format: 'JSONEachRow' })).json()
}

async function everything(): Promise<unknown> {
  return {
    columns: await rows(
      'SELECT table, name, type, compression_codec, default_expression FROM system.columns WHERE database = currentDatabase() ORDER BY table, name',
    ),
    recorded: await rows('SELECT DISTINCT step FROM migrations ORDER BY step'),
  }
}

async function dropEverything(): Promise<void> {
  for (const { name } of (await rows('SELECT name FROM system.tables WHERE database = currentDatabase()')) as {
    name: string
  }[])
    await door.clients.writer.command({ query: `DROP TABLE ${name} SYNC` })
}

// Lets so many statements through and then dies, the last one either done or not.
function dyingAfter(statements: number, lastIsDone: boolean): StoreClients {
  let left = statements
  const cut = <Work extends 'command' | 'exec'>(work: Work): ClickHouseClient[Work] =>
    (async (params: never) => {
      if (left === 0 && !lastIsDone) throw new Error('socket hang up')
      const done = await (door.clients.writer[work] as (given: never) => Promise<unknown>)(params)
      if (left-- === 0) throw new Error('socket hang up')
      return done
    }) as unknown as ClickHouseClient[Work]
  const writer = Object.create(door.clients.writer, {
    command: { value: cut('command') },
    exec: { value: cut('exec') },
  }) as ClickHouseClient
  return { ...door.clients, writer }
}

test.each([false, true])(
  'whatever statement it was cut off at (done: %s), the next run ends where an unbroken one does',
  async (lastIsDone) => {
    const contracts = [FIRST, SECOND, THIRD]
    await dropEverything()
    expect(await storeOver(door.clients).migrate(contracts)).toMatchObject({ kind: 'migrated' })
    const clean = await everything()
    let cuts = 0
    for (; ; cuts++) {
      await dropEverything()
      const answer = await storeOver(dyingAfter(cuts, lastIsDone)).migrate(contracts)
      if (answer.kind === 'migrated') break
      expect(answer).toMatchObject({ kind: 'unavailable' })
      expect(await storeOver(door.clients).migrate(contracts)).toMatchObject({ kind: 'migrated' })
      expect(await everything()).toEqual(clean)
    }
    expect(cuts).toBeGreaterThan(10)
  },
)

test('what stands is recorded, one step a name, and a run without steps records nothing more', async () => {
  await dropEverything()
  const store = storeOver(door.clients)
  await store.migrate([FIRST])
  const { recorded } = (await everything()) as { recorded: { step: string }[] }
  expect(recorded.map(({ step }) => step)).toEqual(
    expect.arrayContaining([
      'batches',
      'drift',
      'events_acme_x',
      'outcomes',
      'quarantine',
      expect.stringContaining('events_acme_x.f_files LowCardinality(Nullable(String))'),
    ]),
  )
  await store.migrate([FIRST])
  expect((await rows('SELECT count() AS n FROM migrations'))[0]).toEqual({ n: recorded.length })
})

test('a table is moved to another durability, and stays there', async () => {
  await dropEverything()
  await storeOver(door.clients, 'os').migrate([FIRST])
  expect(await storeOver(door.clients, 'fsync').migrate([FIRST])).toMatchObject({
    kind: 'migrated',
    steps: expect.arrayContaining(['events_acme_x fsync', 'outcomes fsync']),
  })
  expect(await storeOver(door.clients, 'fsync').migrate([FIRST])).toEqual({ kind: 'migrated', steps: [] })
})

test('a column is widened with the rows that are in it', async () => {
  await dropEverything()
  const store = storeOver(door.clients)
  await store.migrate([FIRST])
  await door.clients.writer.command({
    query: 'ALTER TABLE events_acme_x ADD COLUMN f_size Nullable(UInt32) CODEC(T64, ZSTD(1))',
  })
  const body = '{"event":"e","day":"2026-11-19","f_size":4200,"k":"1","expires":"2100-01-01"}\n'
  await store.insertBlock({ contract: 'acme-x', token: 't', parts: [{ table: 'events_acme_x', rows: 1, body }] })
  const wide = {
    ...FIRST,
    version: '1.2.0',
    fields: { ...FIRST.fields, size: { kind: 'count', doc: 'A size', max: 2 ** 40 } },
    events: { ...FIRST.events },
  }
  const event = FIRST.events['project.indexed']
  if (event !== undefined)
    wide.events['project.indexed'] = { ...event, uses: { ...event.uses, size: { need: 'optional' } } }
  expect(await store.migrate([wide])).toMatchObject({
    kind: 'migrated',
    steps: ['events_acme_x.f_size Nullable(UInt64)'],
  })
  expect(await rows('SELECT toTypeName(f_size) AS type, f_size FROM events_acme_x')).toEqual([
    { type: 'Nullable(UInt64)', f_size: 4_200 },
  ])
})

test('every column says what it is, in the store itself, and goes on to when its words change', async () => {
  await dropEverything()
  const store = storeOver(door.clients)
  const contracts = [FIRST, SECOND, THIRD]
  const columns = (table: string): Promise<unknown[]> =>
    rows(
      `SELECT name, type, comment FROM system.columns WHERE database = currentDatabase() AND table = '${table}' ORDER BY position`,
    )
  await store.migrate(contracts)
  expect(await columns('events_acme_x')).toEqual(eventColumns(contracts))
  expect(eventColumns(contracts).find(({ name }) => name === 'f_files_2')?.comment).not.toBe('')
  const silent = await rows(
    "SELECT table, name FROM system.columns WHERE database = currentDatabase() AND comment = '' AND table != 'migrations'",
  )
  expect(silent).toEqual([])
  expect(await store.migrate(contracts)).toEqual({ kind: 'migrated', steps: [] })
  const { command } = THIRD.fields
  const reworded = { ...THIRD, fields: { ...THIRD.fields, command: { ...command!, doc: "What's run" } } }
  expect(await store.migrate([FIRST, SECOND, reworded])).toEqual({
    kind: 'migrated',
    steps: ['events_acme_x comments'],
  })
  expect(await columns('events_acme_x')).toContainEqual(
    expect.objectContaining({ name: 'f_command', comment: expect.stringContaining("What's run: ") }),
  )
  expect(await columns('events_acme_x')).toEqual(eventColumns([FIRST, SECOND, reworded]))
})
