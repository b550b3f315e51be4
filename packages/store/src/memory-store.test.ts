import { expect, test } from 'vitest'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import { storeSuite } from './store-suite.ts'

storeSuite('the store in memory', {
  open: () => Promise.resolve(createMemoryStore()),
  read: (store, table) => Promise.resolve((store as MemoryStore).lines(table)),
})

test('it answers no questions, and says where they are answered', async () => {
  expect(await createMemoryStore().ask({ sql: 'SELECT 1' })).toEqual({
    kind: 'refused',
    why: 'The store in memory answers no questions: open the embedded store for that.',
  })
})

test('it fails when it is told to, until it is told otherwise', async () => {
  const store = createMemoryStore()
  store.fail('The disk is full.')
  expect(await store.migrate([])).toEqual({ kind: 'unavailable', why: 'The disk is full.' })
  store.fail(undefined)
  expect(await store.migrate([])).toMatchObject({ kind: 'migrated' })
})
