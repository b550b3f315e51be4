import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openEmbeddedStore } from './embedded-store.ts'
import type { AnswerRow, Store } from './store.ts'
import { storeSuite } from './store-suite.ts'

const folders: string[] = []

async function open(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-store-'))
  folders.push(folder)
  const answer = await openEmbeddedStore({ folder, durability: 'os' })
  if (answer.kind === 'refused') throw new Error(answer.why)
  return answer.store
}

async function read(store: Store, table: string): Promise<readonly AnswerRow[]> {
  const answer = await store.ask({ sql: `SELECT * FROM ${table} FINAL` })
  if (answer.kind !== 'rows') throw new Error(answer.why)
  return answer.rows
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

storeSuite('the embedded store', { open, read })
