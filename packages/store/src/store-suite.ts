import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { BlockRows } from './block-rows.ts'
import type { Block } from './encode-block.ts'
import type { Store, StoredRow } from './store.ts'
import { counterRow, errorRow, FIRST, occurrenceRow, SECOND, THIRD, TODAY, WITH_ERRORS } from './suite-contract.ts'
import { SELDOM_ABSENT, SELDOM_TYPES, SELDOM_VALUES } from './suite-every-type.ts'
import { addDays, mondayOf } from './utc-day.ts'

/** How a suite gets at one kind of store. */
export interface StoreUnderTest {
  /** A store with nothing in it. */
  readonly open: () => Promise<Store>
  /** The rows of a fixed table, with numbers as numbers. */
  readonly read: (
    store: Store,
    table: 'outcomes' | 'drift' | 'quarantine' | 'batches',
  ) => Promise<readonly { readonly [column: string]: unknown }[]>
}

const ERROR_PARTS = ['group', 'class', 'code', 'handled', 'fatal', 'frames', 'causes']

function errorOf(row: { readonly [column: string]: unknown }): object {
  return Object.fromEntries(ERROR_PARTS.map((part) => [part, row[`e_${part}`] ?? null]))
}

/** What every store promises. Runs the same against the store in memory, the embedded one and a server. */
export function storeSuite(name: string, { open, read }: StoreUnderTest): void {
  describe(`${name}`, () => {
    let store: Store
    const opened: Store[] = []

    beforeEach(async () => {
      store = await open()
      opened.push(store)
    })
    afterAll(async () => {
      await Promise.all(opened.map((each) => each.close()))
    })

    const rows = async (days = {}): Promise<StoredRow[]> => {
      const all: StoredRow[] = []
      for await (const row of store.exportRows('acme-x', days)) all.push(row)
      return all
    }
    const insert = async (blockRows: Omit<BlockRows, 'contract'>, token: string): Promise<Block> => {
      const { block, refused } = store.encodeBlock({ contract: 'acme-x', ...blockRows }, token)
      expect(refused).toEqual([])
      expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
      return block
    }

    test('a migration makes what is missing, once', async () => {
      const first = await store.migrate([FIRST])
      expect(first).toMatchObject({ kind: 'migrated' })
      expect(first.kind === 'migrated' && first.steps.length).toBeGreaterThan(0)
      expect(await store.migrate([FIRST])).toEqual({ kind: 'migrated', steps: [] })
    })

    test('a layout says where a version keeps its values', async () => {
      expect(store.layout('acme-x', '1.0.0')).toBeUndefined()
      await store.migrate([FIRST, THIRD])
      expect(store.layout('acme-x', '1.0.0')?.table).toBe('events_acme_x')
      expect(store.layout('acme-x', '1.0.0')?.fields.get('files')?.column).toBe('f_files')
      expect(store.layout('acme-x', '2.0.0')?.fields.get('files')?.column).toBe('f_files_2')
      expect(store.layout('acme-x', '2.0.0')?.measures.get('duration')).toEqual({
        sum: 'm_duration_sum',
        hist: 'm_duration_hist',
      })
    })

    test('a value of every seldom type comes back as it went in, and so does its absence', async () => {
      await store.migrate([SELDOM_TYPES])
      const row = (key: number, fields: typeof SELDOM_VALUES): NonNullable<BlockRows['events']>[number] => ({
        event: 'seen',
        version: '1.0.0',
        day: '2026-11-19',
        at: '2026-11-19T13',
        source: 'cli',
        actor: 'anonymous',
        fields,
        key: key.toString(16).padStart(16, '0'),
        expires: addDays(TODAY, 30),
      })
      const { block, refused } = store.encodeBlock(
        { contract: 'acme-y', events: [row(1, SELDOM_VALUES), row(2, {})] },
        'seldom-1',
      )
      expect(refused).toEqual([])
      expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
      const all: StoredRow[] = []
      for await (const stored of store.exportRows('acme-y', {})) all.push(stored)
      const named = (values: object): object =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [`f_${name}`, value]))
      expect(all).toEqual([
        expect.objectContaining(named(SELDOM_VALUES)),
        expect.objectContaining(named(SELDOM_ABSENT)),
      ])
    })

    test('every column of a row comes back as it went in', async () => {
      await store.migrate([FIRST])
      await insert({ events: [occurrenceRow(2), counterRow(1)] }, 'block-1')
      const [counter, occurrence] = await rows()
      expect(counter).toEqual({
        event: 'command.completed',
        version: '1.0.0',
        day: '2026-11-19',
        at: null,
        source: 'cli',
        actor: 'anonymous',
        id: null,
        count: 6,
        weight: 1,
        k: '0000000000000001',
        expires: addDays(TODAY, 30),
        c_os: 'linux',
        c_productVersion: null,
        f_grain: null,
        f_gap: null,
        f_back: null,
        f_index: null,
        x_org: null,
        f_command: 'build',
        f_files: null,
        f_ok: null,
        f_duration: null,
        m_duration_sum: 5_300,
        m_duration_hist: { '-32768': 1, '25': 2, '39': 3 },
      })
      expect(occurrence).toMatchObject({
        at: '2026-11-19T13:00:00Z',
        id: 'fedcba9876543210',
        x_org: 'opaque-org',
        count: 1,
        weight: 4,
        f_files: '100-1k',
        f_ok: true,
        f_duration: 1_200,
        f_command: null,
        m_duration_sum: 0,
        m_duration_hist: {},
      })
    })

    test('an error report comes back with every part of it, and other rows have none', async () => {
      await store.migrate([WITH_ERRORS])
      const bare = { group: 'fedcba9876543210', class: 'other', handled: true, fatal: false }
      await insert(
        { events: [errorRow(1), errorRow(2, { error: bare }), counterRow(3, { version: '1.2.0' })] },
        'block-1',
      )
      expect((await rows()).map(errorOf)).toEqual([
        errorOf({ e_frames: [], e_causes: [] }),
        errorOf({
          e_group: '0123456789abcdef',
          e_class: 'TypeError',
          e_code: 'E_CONFIG',
          e_handled: false,
          e_fatal: true,
          e_frames: ['0123456789ab:10:5', 'commander', 'foreign'],
          e_causes: ['SystemError EACCES 0123456789ab:1:1', 'Error -'],
        }),
        errorOf({
          e_group: bare.group,
          e_class: 'other',
          e_handled: true,
          e_fatal: false,
          e_frames: [],
          e_causes: [],
        }),
      ])
      expect(store.layout('acme-x', '1.2.0')?.errors.get('class')?.column).toBe('e_class')
    })

    test('a context value comes back alone', async () => {
      await store.migrate([WITH_ERRORS])
      const { at: _at, context: _context, error: _error, ...row } = errorRow(1)
      await insert(
        { events: [{ ...row, event: 'plainsight.environment', fields: { field: 'os', value: 'linux' } }] },
        'block-1',
      )
      expect((await rows())[0]).toMatchObject({ n_field: 'os', n_value: 'linux', c_os: null, f_command: null })
      expect(store.layout('acme-x', '1.2.0')?.environment.get('value')?.column).toBe('n_value')
    })

    test('a part that no report has finds no column', async () => {
      await store.migrate([WITH_ERRORS])
      const { refused } = store.encodeBlock(
        { contract: 'acme-x', events: [errorRow(1, { error: { class: 'Error', message: 'cannot read' } })] },
        'block-1',
      )
      expect(refused).toEqual([{ kind: 'event', index: 0, why: expect.stringContaining('error holds a name') }])
    })

    test('presence has its own fields', async () => {
      await store.migrate([FIRST])
      await insert(
        {
          events: [
            {
              ...counterRow(1),
              event: 'plainsight.presence',
              fields: { grain: 'week', back: 'first', index: '0' },
              measures: {},
            },
          ],
        },
        'p',
      )
      expect(await rows()).toMatchObject([
        { event: 'plainsight.presence', f_grain: 'week', f_back: 'first', f_index: '0', f_gap: null },
      ])
    })

    test('the bytes of a block do not depend on the order in which its rows came', async () => {
      await store.migrate([FIRST])
      const events = [counterRow(3), occurrenceRow(1), counterRow(2)]
      const one = store.encodeBlock({ contract: 'acme-x', events }, 't')
      const other = store.encodeBlock({ contract: 'acme-x', events: events.toReversed() }, 't')
      expect(one).toEqual(other)
    })

    test('a row that no column can hold is refused by name, and the rest of the block stands', async () => {
      await store.migrate([FIRST])
      const wrong = [
        counterRow(1, { fields: { command: 'build', nobody: 'x' } }),
        counterRow(2, { fields: { command: '\ud800' } }),
        occurrenceRow(3, { fields: { files: '<100', duration: 2 ** 40 } }),
        counterRow(4, { day: '2026-13-01' }),
        counterRow(5, { count: 0 }),
        counterRow(6, { version: '9.9.9' }),
        counterRow(7, { measures: { duration: { sum: 1, hist: { x: 1 } } } }),
        occurrenceRow(8, { at: '2026-11-19T25' }),
        counterRow(9, { fields: { command: 7 } }),
      ]
      const { block, refused } = store.encodeBlock({ contract: 'acme-x', events: [...wrong, counterRow(99)] }, 't')
      expect(refused.map(({ kind, index }) => [kind, index])).toEqual(wrong.map((_, index) => ['event', index]))
      expect(refused.map(({ why }) => why)).toContain('the column f_duration cannot hold it')
      expect(block.parts.map(({ rows: held }) => held)).toEqual([1])
    })

    test('a block that is tried again is stored once', async () => {
      await store.migrate([FIRST])
      const block = await insert(
        {
          events: [counterRow(1), occurrenceRow(2, { expires: addDays(TODAY, 60) })],
          outcomes: [
            {
              minute: `${TODAY}T13:05`,
              contract: 'acme-x',
              version: '1.0.0',
              source: 'cli',
              outcome: 'stored',
              reason: '',
              count: 2,
            },
          ],
          drift: [
            {
              day: TODAY,
              contract: 'acme-x',
              version: '1.0.0',
              event: 'command.completed',
              field: 'command',
              reason: 'other',
              machines: 1,
            },
          ],
        },
        'once',
      )
      expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
      expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
      expect((await rows()).length).toBe(2)
      expect(await read(store, 'outcomes')).toMatchObject([{ outcome: 'stored', count: 2 }])
      expect(await read(store, 'drift')).toMatchObject([{ field: 'command', machines: 1 }])
    })

    test('a block of which one part was left out is filled in by its token', async () => {
      await store.migrate([FIRST])
      const outcome = {
        minute: `${TODAY}T13:05`,
        contract: 'acme-x',
        version: '1.0.0',
        source: 'cli',
        outcome: 'stored',
        reason: '',
        count: 1,
      }
      const { block } = store.encodeBlock({ contract: 'acme-x', events: [counterRow(1)], outcomes: [outcome] }, 'half')
      await store.insertBlock({ ...block, parts: block.parts.slice(0, 1) })
      expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
      expect((await rows()).length).toBe(1)
      expect(await read(store, 'outcomes')).toMatchObject([{ count: 1 }])
    })

    test('a record key that comes in two blocks is one row', async () => {
      await store.migrate([FIRST])
      await insert({ events: [counterRow(1)] }, 'one')
      await insert({ events: [counterRow(1), counterRow(2)] }, 'two')
      expect((await rows()).map(({ k }) => k)).toEqual(['0000000000000001', '0000000000000002'])
    })

    test('outcomes of several blocks add up', async () => {
      await store.migrate([FIRST])
      const outcome = {
        minute: `${TODAY}T13:05`,
        contract: 'acme-x',
        version: '1.0.0',
        source: 'cli',
        outcome: 'refused',
        reason: 'malformed',
        count: 3,
      }
      await insert({ outcomes: [outcome] }, 'one')
      await insert({ outcomes: [outcome, { ...outcome, reason: 'duplicate' }] }, 'two')
      const found = (await read(store, 'outcomes')).map(({ reason, count }) => [reason, count])
      expect(found.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
        ['duplicate', 3],
        ['malformed', 6],
      ])
    })

    test('an answered batch is found by its id, and only its hash is stored', async () => {
      await store.migrate([FIRST])
      const batch = '00000000-0000-8000-8000-000000000001'
      const content = '0123456789abcdef0123456789abcdef'
      await insert({ batches: [{ batch, content, answer: '{"accepted":1}', day: TODAY }] }, 'b')
      const found = await store.lookupBatches([batch, '00000000-0000-8000-8000-000000000002'])
      expect(found).toEqual({
        kind: 'found',
        batches: new Map([[batch, { batch, content, answer: '{"accepted":1}', day: TODAY }]]),
      })
      expect(JSON.stringify(await read(store, 'batches'))).not.toContain(batch)
      expect(await store.lookupBatches([])).toEqual({ kind: 'found', batches: new Map() })
    })

    test('a block of nothing but single records is looked up whole', async () => {
      await store.migrate([FIRST])
      const id = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`
      const many = Array.from({ length: 5_000 }, (_, n) => id(n))
      const rest = { content: '0123456789abcdef0123456789abcdef', answer: '{"accepted":1}', day: TODAY }
      await insert({ batches: [0, 4_999].map((n) => ({ batch: id(n), ...rest })) }, 'b')
      const found = await store.lookupBatches(many)
      expect(found.kind === 'found' && [...found.batches.keys()].sort()).toEqual([id(0), id(4_999)])
    })

    test('a quarantined row names its rule and never its value', async () => {
      await store.migrate([FIRST])
      await insert(
        {
          quarantine: [
            {
              day: TODAY,
              contract: 'acme-x',
              reason: 'malformed',
              rule: 'column f_files',
              digest: '0123456789abcdef0123456789abcdef',
            },
          ],
        },
        'q',
      )
      expect(await read(store, 'quarantine')).toMatchObject([
        { reason: 'malformed', rule: 'column f_files', expires: addDays(TODAY, 14) },
      ])
    })

    test('a later version brings its columns, and both versions are stored', async () => {
      await store.migrate([FIRST])
      await insert({ events: [counterRow(1)] }, 'one')
      const answer = await store.migrate([FIRST, SECOND])
      expect(answer).toMatchObject({ kind: 'migrated', steps: [expect.stringContaining('f_kind')] })
      await insert(
        { events: [counterRow(2), counterRow(3, { version: '1.1.0', fields: { command: 'init', kind: 'a' } })] },
        'two',
      )
      expect((await rows()).map(({ k, f_kind }) => [k, f_kind])).toEqual([
        ['0000000000000001', null],
        ['0000000000000002', null],
        ['0000000000000003', 'a'],
      ])
    })

    test('a field that changed its type has a column of its own, whatever is migrated first', async () => {
      await store.migrate([FIRST])
      await store.migrate([THIRD, FIRST])
      await insert(
        { events: [occurrenceRow(1), occurrenceRow(2, { version: '2.0.0', fields: { files: 4_200 } })] },
        'one',
      )
      expect((await rows()).map(({ f_files, f_files_2 }) => [f_files, f_files_2])).toEqual([
        ['100-1k', null],
        [null, 4_200],
      ])
      expect(await store.migrate([THIRD])).toEqual({ kind: 'migrated', steps: [] })
    })

    test('rows are read for the days that were asked, and until they expire', async () => {
      await store.migrate([FIRST])
      await insert(
        {
          events: [
            counterRow(1, { day: '2026-11-17' }),
            counterRow(2, { day: '2026-11-18' }),
            counterRow(3),
            counterRow(4, { expires: TODAY }),
          ],
        },
        'days',
      )
      expect((await rows()).map(({ day }) => day)).toEqual(['2026-11-17', '2026-11-18', '2026-11-19'])
      expect((await rows({ from: '2026-11-18' })).length).toBe(2)
      expect((await rows({ from: '2026-11-18', to: '2026-11-18' })).length).toBe(1)
    })

    test('a partition is dropped once its last day has expired, and not before', async () => {
      await store.migrate([FIRST])
      const monday = mondayOf(addDays(TODAY, 28))
      const sunday = addDays(monday, 6)
      await insert(
        { events: [counterRow(1, { expires: monday }), counterRow(2, { expires: addDays(sunday, 1) })] },
        'weeks',
      )
      expect(await store.purge(addDays(sunday, -1))).toEqual({ kind: 'purged', partitions: [] })
      expect(await store.purge(sunday)).toEqual({ kind: 'purged', partitions: [`events_acme_x/${monday}`] })
      expect((await rows()).map(({ k }) => k)).toEqual(['0000000000000002'])
    })

    test('a broken line is rejected with its block, and a missing table is no fault of the block', async () => {
      const block = (body: string): Block => ({
        contract: 'acme-x',
        token: 'broken',
        parts: [{ table: 'events_acme_x', rows: 1, body }],
      })
      expect(await store.insertBlock(block('{"event":"x"}\n'))).toMatchObject({ kind: 'unavailable' })
      await store.migrate([FIRST])
      expect(await store.insertBlock(block('not json\n'))).toMatchObject({ kind: 'rejected', table: 'events_acme_x' })
      expect(await store.insertBlock(block('{"undeclared":1}\n'))).toMatchObject({ kind: 'rejected' })
      expect(await rows()).toEqual([])
    })

    test('a contract that nobody migrated has no rows', async () => {
      expect(await rows()).toEqual([])
    })

    test('a closed store says so', async () => {
      await store.migrate([FIRST])
      expect(await store.health()).toMatchObject({ kind: 'up' })
      const { block } = store.encodeBlock({ contract: 'acme-x', events: [counterRow(1)] }, 't')
      await store.close()
      await store.close()
      expect(await store.health()).toMatchObject({ kind: 'down' })
      expect(await store.insertBlock(block)).toMatchObject({ kind: 'unavailable' })
      expect(await store.migrate([FIRST])).toMatchObject({ kind: 'unavailable' })
      expect(await store.ask({ sql: 'SELECT 1' })).toMatchObject({ kind: 'unavailable' })
      expect(await store.lookupBatches(['x'])).toMatchObject({ kind: 'unavailable' })
      expect(await store.purge(TODAY)).toMatchObject({ kind: 'unavailable' })
    })
  })
}
