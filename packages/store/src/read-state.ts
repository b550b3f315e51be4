import type { StoreState } from './plan-migration.ts'
import { insertTarget, type Topology } from './table-ddl.ts'

/** Reads what is there: the state that a migration starts from. */
export async function readState(rows: (sql: string) => Promise<unknown[]>, topology: Topology): Promise<StoreState> {
  const columns = new Map<string, Map<string, string>>()
  const comments = new Map<string, Map<string, string>>()
  const durability = new Map<string, 'fsync' | 'os'>()
  for (const row of await rows(
    'SELECT table, name, type, comment FROM system.columns WHERE database = currentDatabase()',
  )) {
    const { table, name, type, comment } = row as { table: string; name: string; type: string; comment: string }
    columns.set(table, (columns.get(table) ?? new Map<string, string>()).set(name, type))
    comments.set(table, (comments.get(table) ?? new Map<string, string>()).set(name, comment))
  }
  for (const row of await rows('SELECT name, engine_full FROM system.tables WHERE database = currentDatabase()')) {
    const { name, engine_full: engine } = row as { name: string; engine_full: string }
    const table = [...columns.keys()].find((known) => insertTarget(known, topology) === name)
    if (table !== undefined) durability.set(table, /fsync_after_insert = 1/.test(engine) ? 'fsync' : 'os')
  }
  return { columns, comments, durability }
}
