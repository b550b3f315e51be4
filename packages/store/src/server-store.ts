import { ClickHouseLogLevel, createClient, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client'
import { createClickHouseStore } from './clickhouse-store.ts'
import type { OpenAnswer } from './embedded-store.ts'
import { createDatabase, type Durability, type Topology } from './table-ddl.ts'

/** What a ClickHouse server is reached with. */
export interface ServerOptions {
  /** `http://user:password@host:8123`; a path names the database, default `plainsight`. */
  readonly url: string
  readonly topology?: Topology
  /** Default `fsync`. */
  readonly durability?: Durability
  readonly questionSeconds?: number
  readonly questionBytes?: number
}

/**
 * Opens a store on a ClickHouse server. The limits that the embedded store has in its sessions travel with every query here; what else
 * the user may touch on that server is for its administrator to grant.
 */
export async function openServerStore(options: ServerOptions): Promise<OpenAnswer> {
  const { topology = 'single', durability = 'fsync', questionSeconds = 20, questionBytes = 4_000_000_000 } = options
  let url: URL
  try {
    url = new URL(options.url)
  } catch {
    return {
      kind: 'refused',
      reason: 'engine',
      why: `"${options.url}" is no address of a ClickHouse server: it looks like http://user:password@host:8123.`,
    }
  }
  const database = url.pathname.replace(/^\//, '') || 'plainsight'
  if (!/^[A-Za-z]\w*$/.test(database))
    return { kind: 'refused', reason: 'engine', why: `"${database}" cannot be the name of a database.` }
  url.pathname = '/'
  const client = (settings: ClickHouseSettings, timeoutMs: number, inDatabase = true): ClickHouseClient =>
    createClient({
      url,
      ...(inDatabase ? { database } : {}),
      request_timeout: timeoutMs,
      clickhouse_settings: settings,
      log: { level: ClickHouseLogLevel.OFF },
    })
  const first = client({}, 10_000, false)
  try {
    await first.command({ query: createDatabase(database, topology) })
  } catch (cause) {
    return {
      kind: 'refused',
      reason: 'engine',
      why: `The ClickHouse server at ${url.host} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    }
  } finally {
    await first.close()
  }
  const reading: ClickHouseSettings = {
    readonly: '1',
    max_memory_usage: String(questionBytes),
    output_format_json_quote_64bit_integers: 0,
    do_not_merge_across_partitions_select_final: 1,
  }
  const writer = client({}, 120_000)
  return {
    kind: 'open',
    store: createClickHouseStore({
      clients: {
        writer,
        reader: client(
          { ...reading, max_execution_time: questionSeconds, max_result_rows: '100000' },
          2_000 * questionSeconds,
        ),
        exporter: client(reading, 150_000),
      },
      ddl: { topology, durability },
      up: () => Promise.resolve(true),
      suspect: () => Promise.resolve(),
      health: async () => {
        const pong = await writer.ping()
        return pong.success
          ? { kind: 'up', why: `The ClickHouse server at ${url.host} is up.` }
          : { kind: 'down', why: `The ClickHouse server at ${url.host} does not answer: ${pong.error.message}` }
      },
      close: () => Promise.resolve(),
    }),
  }
}
