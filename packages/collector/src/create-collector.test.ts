import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createMemoryStore } from '@plainsight/store'
import { createCollector } from './create-collector.ts'
import { testLock } from './test-contract.ts'

it('judges a batch, answers after the commit, and drains it to the store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'collector-'))
  const store = createMemoryStore()
  const lock = testLock()
  const made = createCollector({ contracts: [lock], store, inbox: join(folder, 'inbox.db') })
  if (made.kind === 'refused') throw new Error(made.message)
  const events = [
    { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 2 },
    { name: 'not.declared' },
    { name: 'plainsight.presence', fields: { grain: 'month' } },
  ]
  const body = Buffer.from(
    JSON.stringify({
      v: 1,
      batch: crypto.randomUUID(),
      contract: 'acme',
      version: lock.contract.version,
      digest: lock.digest.slice(0, 16),
      source: 'cli',
      day: new Date().toISOString().slice(0, 10),
      context: { os: 'linux', arch: 'x64' },
      events,
    }),
  )
  const answer = await made.collector.handle({
    method: 'POST',
    path: '/v1/batches',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
    body: (async function* () {
      yield body
    })(),
    address: '127.0.0.1',
  })
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    200,
    { accepted: 2, rejected: [{ index: 1, reason: 'unknown-event' }], drift: 1 },
  ])
  expect(await made.collector.drain()).toBe(true)
  const rows = store.lines('events_acme').map(({ event, c_os, c_arch }) => [event, c_os, c_arch])
  expect(rows.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
    ['command.completed', 'linux', 'x64'],
    ['plainsight.presence', 'linux', undefined],
  ])
  await made.collector.close()
  rmSync(folder, { recursive: true })
})
