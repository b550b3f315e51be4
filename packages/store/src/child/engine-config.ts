import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartOrder } from './start-order.ts'

/**
 * Writes the engine's configuration into its folder.
 *
 * Grants: the engine has one user, and that user may touch the store's own tables and read three tables about them; not files, not
 * addresses, not programs. They hold for the writer too, so that a statement that slipped through every other gate still reaches
 * nothing. Pools: the defaults are for a server with many disks; here two threads merge, and they are all that is needed.
 * @returns the path of the file
 */
export function writeEngineConfig({
  folder,
  database,
  limits,
}: Pick<StartOrder, 'folder' | 'database' | 'limits'>): string {
  const users = join(folder, 'engine-users.xml')
  const config = join(folder, 'engine.xml')
  const grants = [
    `GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, DROP TABLE, OPTIMIZE ON ${database}.*`,
    ...['columns', 'tables', 'parts', 'one'].map((table) => `GRANT SELECT ON system.${table}`),
  ]
  writeFileSync(
    users,
    element('clickhouse', [
      element('profiles', [element('default', [])]),
      element('quotas', [element('default', [])]),
      element('users', [
        element('default', [
          '<password></password><profile>default</profile><quota>default</quota><networks><ip>127.0.0.1</ip><ip>::1</ip></networks>',
          element(
            'grants',
            grants.map((grant) => `<query>${escape(grant)}</query>`),
          ),
        ]),
      ]),
    ]),
    { mode: 0o600 },
  )
  const settings: { readonly [name: string]: number | string } = {
    users_config: users,
    max_server_memory_usage: limits.engineBytes,
    mark_cache_size: 64 * 1024 * 1024,
    uncompressed_cache_size: 0,
    background_pool_size: 2,
    background_merges_mutations_concurrency_ratio: 2,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    background_common_pool_size: 2,
    background_schedule_pool_size: 4,
  }
  writeFileSync(
    config,
    element('clickhouse', [
      ...Object.entries(settings).map(([name, value]) => `<${name}>${escape(String(value))}</${name}>`),
      // The engine checks that a mutation leaves merges some threads; with two in all, one.
      element('merge_tree', [
        '<number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>',
        '<number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>',
        '<number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>',
      ]),
    ]),
    { mode: 0o600 },
  )
  return config
}

function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('\n')}</${name}>\n`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
