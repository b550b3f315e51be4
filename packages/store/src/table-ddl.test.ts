import { ROW_COLUMN_WORDS } from '@plainsight/contract/columns'
import { expect, test } from 'vitest'
import { eventTableSpec } from './event-table.ts'
import { FIXED_TABLES } from './fixed-tables.ts'
import {
  addColumns,
  columnText,
  commentColumns,
  createDatabase,
  createTable,
  insertTarget,
  quoteName,
  setDurability,
  widenColumn,
} from './table-ddl.ts'

const single = { topology: 'single', durability: 'fsync' } as const
const said = (column: string): string => ` COMMENT '${ROW_COLUMN_WORDS[column]?.replaceAll(';', String.raw`\x3B`)}'`
const cluster = { topology: 'cluster', durability: 'os' } as const

test('every table remembers tokens, is partitioned by the week of expiry, and says how it is written', () => {
  for (const table of [...FIXED_TABLES, eventTableSpec('acme')]) {
    const [statement = ''] = createTable(table, single)
    expect(statement).toContain('PARTITION BY toMonday(expires)')
    expect(statement).toContain('non_replicated_deduplication_window = 1000')
    expect(statement).toContain('fsync_after_insert = 1, fsync_part_directory = 1')
    expect(createTable(table, { ...single, durability: 'os' })[0]).toContain('fsync_after_insert = 0')
  }
})

test('the sort key of events ends in the record key, and holds nothing that the server decided', () => {
  expect(createTable(eventTableSpec('acme-x'), single)[0]).toContain(
    ') ENGINE = ReplacingMergeTree\nPARTITION BY toMonday(expires)\nORDER BY (`event`, `day`, `id`, `k`)',
  )
})

test('no event column tells of a batch, an arrival or an SDK', () => {
  const names = eventTableSpec('acme').columns.map(({ name }) => name)
  expect(names).toEqual(['event', 'version', 'day', 'at', 'source', 'actor', 'id', 'count', 'weight', 'k', 'expires'])
})

test('in a cluster rows are written to the local table and read from all of them', () => {
  expect(createTable(eventTableSpec('acme'), cluster)).toEqual([
    [
      'CREATE TABLE IF NOT EXISTS `events_acme_local` (',
      `  \`event\` LowCardinality(String)${said('event')},`,
      `  \`version\` LowCardinality(String)${said('version')},`,
      `  \`day\` Date${said('day')} CODEC(Delta(2), ZSTD(1)),`,
      `  \`at\` Nullable(DateTime('UTC'))${said('at')} CODEC(Delta(4), ZSTD(1)),`,
      `  \`source\` LowCardinality(String)${said('source')},`,
      `  \`actor\` LowCardinality(String)${said('actor')},`,
      `  \`id\` UInt64${said('id')} CODEC(ZSTD(1)),`,
      `  \`count\` UInt32 DEFAULT 1${said('count')} CODEC(T64, ZSTD(1)),`,
      `  \`weight\` Float64 DEFAULT 1${said('weight')} CODEC(ZSTD(1)),`,
      `  \`k\` UInt64${said('k')} CODEC(ZSTD(1)),`,
      `  \`expires\` Date${said('expires')} CODEC(Delta(2), ZSTD(1))`,
      ') ENGINE = ReplicatedReplacingMergeTree',
      'PARTITION BY toMonday(expires)',
      'ORDER BY (`event`, `day`, `id`, `k`)',
      'SETTINGS replicated_deduplication_window = 1000, fsync_after_insert = 0, fsync_part_directory = 0',
    ].join('\n'),
    "CREATE TABLE IF NOT EXISTS `events_acme` AS `events_acme_local` ENGINE = Distributed(currentDatabase(), currentDatabase(), 'events_acme_local', if(id = 0, k, id))",
  ])
  expect(insertTarget('events_acme', 'cluster')).toBe('events_acme_local')
  const column = { name: 'f_kind', type: 'LowCardinality(Nullable(String))' }
  expect(addColumns('events_acme', [column], 'cluster')).toEqual([
    'ALTER TABLE `events_acme_local` ADD COLUMN IF NOT EXISTS `f_kind` LowCardinality(Nullable(String))',
    'ALTER TABLE `events_acme` ADD COLUMN IF NOT EXISTS `f_kind` LowCardinality(Nullable(String))',
  ])
  expect(widenColumn('events_acme', column, 'cluster').length).toBe(2)
  expect(setDurability('drift', { ...cluster, durability: 'fsync' })).toBe(
    'ALTER TABLE `drift_local` MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1',
  )
  expect(createDatabase('plainsight', 'cluster')).toContain(
    "Replicated('/clickhouse/databases/plainsight', '{shard}', '{replica}')",
  )
})

test.each(['a b', 'a`b', '1a', '', 'é'])('a name that could end its quotes is no name: %j', (name) => {
  expect(() => quoteName(name)).toThrow('cannot be the name')
})

test('a comment stays inside its quotes and on one line, and is not endless', () => {
  const comment = "it's \\ a\n'; DROP TABLE x --"
  expect(columnText({ name: 'a', type: 'Int8', comment })).toBe(
    "`a` Int8 COMMENT 'it\\'s \\\\ a \\'\\x3B DROP TABLE x --'",
  )
  const [statement = ''] = commentColumns('events_acme', new Map([['a', 'x'.repeat(9_000)]]), 'single')
  expect(statement.length).toBeLessThan(500)
  expect(
    commentColumns(
      'events_acme',
      new Map([
        ['a', 'b'],
        ['c', 'd'],
      ]),
      'cluster',
    ),
  ).toEqual([
    "ALTER TABLE `events_acme_local` COMMENT COLUMN `a` 'b', COMMENT COLUMN `c` 'd'",
    "ALTER TABLE `events_acme` COMMENT COLUMN `a` 'b', COMMENT COLUMN `c` 'd'",
  ])
})
