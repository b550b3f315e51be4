import { existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCollector, keptLocks } from '@plainsight/collector'
import { openEmbeddedStore, type Store } from '@plainsight/store'
import { askLocalDoor, type ExportAsked } from './local-door.ts'

/** What to export, and from which data folder. */
export interface ExportRawOptions extends ExportAsked {
  readonly dataDir: string
}

/** The rows, or one sentence about why there are none. */
export type ExportRawAnswer =
  | { readonly kind: 'lines'; readonly lines: AsyncIterable<string> }
  | { readonly kind: 'refused'; readonly message: string }

/**
 * Every stored row with all its columns, each once, as one JSON object a line. For the owner of the folder: no small group is hidden.
 * Works beside a running server and without one; what waits in the inbox is stored first. Each export is written to the folder's
 * `audit.jsonl`.
 */
export async function exportRaw({ dataDir, ...asked }: ExportRawOptions): Promise<ExportRawAnswer> {
  const file = join(dataDir, 'inbox.db')
  if (!existsSync(file))
    return { kind: 'refused', message: `There is no data of a collector in ${dataDir} that can be read.` }
  const fromServer = await askLocalDoor(dataDir, asked)
  if (fromServer !== undefined) return { kind: 'lines', lines: fromServer }

  const opened = await openEmbeddedStore({ folder: join(dataDir, 'events') })
  if (opened.kind === 'refused') return { kind: 'refused', message: opened.why }
  const { store } = opened
  const contracts = keptLocks(file)
  const made = createCollector({ contracts: [], store, inbox: file })
  if (made.kind === 'refused') {
    await store.close()
    return made
  }
  const { collector } = made
  const lines = async function* (): AsyncGenerator<string> {
    try {
      await collector.drain()
      await audit(dataDir, asked)
      const names = [...new Set(contracts.map((lock) => lock.contract.name))]
      yield* rawLines(store, asked.contract === undefined ? names : [asked.contract], asked)
    } finally {
      await collector.close()
      await store.close()
    }
  }
  return { kind: 'lines', lines: lines() }
}

/** The stored rows of some contracts, one JSON object a line. */
export async function* rawLines(
  store: Store,
  contracts: readonly string[],
  { from, to }: ExportAsked,
): AsyncGenerator<string> {
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  for (const contract of contracts)
    for await (const row of store.exportRows(contract, days)) yield JSON.stringify({ contract, ...row })
}

/** Notes in the data folder that raw rows were read: when, and which. */
export async function audit(dataDir: string, asked: ExportAsked): Promise<void> {
  const entry = { at: new Date().toISOString(), what: 'export --raw', ...asked }
  await appendFile(join(dataDir, 'audit.jsonl'), `${JSON.stringify(entry)}\n`, { mode: 0o600 })
}
