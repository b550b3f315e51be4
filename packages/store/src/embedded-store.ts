import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { childClients } from './child-clients.ts'
import type { StartOrder, StoreLimits } from './child/start-order.ts'
import { createClickHouseStore } from './clickhouse-store.ts'
import type { Store } from './store.ts'
import { superviseChild } from './supervise-child.ts'
import type { Durability } from './table-ddl.ts'

/** The child's entry: beside this file in a checkout, a file of its own in the published command. */
const CHILD: URL = new URL(import.meta.url.endsWith('.ts') ? './child/main.ts' : './store-child.js', import.meta.url)

/** What the embedded store is opened with. */
export interface EmbeddedOptions {
  /** Its folder (`events/` in the server's data); one process at a time. */
  readonly folder: string
  /** Default `fsync`. */
  readonly durability?: Durability
  readonly limits?: Partial<StoreLimits>
  /** Milliseconds to wait for a folder that another process is about to let go of; default 10 000. */
  readonly lockWaitMs?: number
  /** The child's program; default: its source, or `store-child.js` beside the file that this one was bundled into. */
  readonly childFile?: URL
}

/** An open store, or one sentence about why there is none. */
export type OpenAnswer =
  | { readonly kind: 'open'; readonly store: Store }
  | { readonly kind: 'refused'; readonly reason: 'locked' | 'chdb-missing' | 'folder' | 'engine'; readonly why: string }

/** 1 GB with everything, of which the engine's own code and caches take a quarter. */
const DEFAULT_LIMITS: StoreLimits = {
  questionSeconds: 20,
  questionBytes: 400_000_000,
  engineBytes: 900_000_000,
  questionsAtOnce: 4,
}

/** The longest path of a socket that every system takes: 104 bytes with its end on macOS, 108 on Linux. */
const LONGEST_SOCKET = 100

/**
 * Opens the store that lives in a folder: starts its process, waits until it is ready, and keeps it alive until `close`.
 */
export async function openEmbeddedStore(options: EmbeddedOptions): Promise<OpenAnswer> {
  const folder = resolve(options.folder)
  // In the folder, so that a stale one is found and replaced; elsewhere only when the path would be too long for a socket.
  const inFolder = join(folder, 'store.sock')
  const apart = Buffer.byteLength(inFolder) > LONGEST_SOCKET ? mkdtempSync(join(tmpdir(), 'ps-')) : undefined
  const socket = apart === undefined ? inFolder : join(apart, 'store.sock')
  const secret = (): string => randomBytes(24).toString('hex')
  const order: StartOrder = {
    folder,
    socket,
    database: 'plainsight',
    secrets: { writer: secret(), reader: secret(), exporter: secret() },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  }
  const forget = (): void => {
    if (apart !== undefined) rmSync(apart, { recursive: true, force: true })
  }
  const supervisor = await superviseChild(options.childFile ?? CHILD, order, options.lockWaitMs ?? 10_000)
  if ('kind' in supervisor) {
    forget()
    return { kind: 'refused', reason: supervisor.reason, why: supervisor.why }
  }

  const { clients, destroy } = childClients(order)
  const store = createClickHouseStore({
    clients,
    ddl: { topology: 'single', durability: options.durability ?? 'fsync' },
    up: (withinMs) => supervisor.up(withinMs),
    suspect: () => supervisor.suspect(),
    health: () => {
      const state = supervisor.state()
      const restarts = supervisor.restarts()
      if (state.kind === 'up')
        return Promise.resolve({
          kind: 'up',
          why: 'The embedded store is up.',
          version: state.version,
          pid: state.pid,
          restarts,
        })
      return Promise.resolve({
        kind: 'down',
        why: state.kind === 'closed' ? 'The store is closed.' : state.why,
        restarts,
      })
    },
    async close() {
      destroy()
      await supervisor.close()
      forget()
    },
  })
  return { kind: 'open', store }
}
