import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { choice, defineContract, rollup } from '@plainsight/contract'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { exportRaw } from '@plainsight/server'
import { openEmbeddedStore } from '@plainsight/store'
import { expect, it } from 'vitest'
import { createLedgerLoad, seededRandom } from './ledger-load.ts'
import { isAlive, startServe } from './serve-process.ts'

/** Kills in one run; many with `PLAINSIGHT_KILL_ROUNDS=200`. */
const ROUNDS = Number(process.env.PLAINSIGHT_KILL_ROUNDS ?? 20)
const SEED = Number(process.env.PLAINSIGHT_SEED ?? Math.floor(Math.random() * 2 ** 31))

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'A contract to be killed with.',
  owners: ['@acme/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['init', 'build', 'deploy'], 'Which command ran'),
    outcome: choice(['ok', 'error'], 'How it ended', { transient: true }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'Which commands work',
      readBy: ['chart:commands'],
      by: ['command', 'outcome'],
    }),
  },
})
const noLimits = { prefixBatchesPerMinute: 1e9, contractBatchesPerMinute: 1e9 }

it(`${ROUNDS} kills of the collector or of the store in mid-batch (PLAINSIGHT_SEED=${SEED}): what was answered 200 is there exactly once, everything else can be sent again and then is`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'))
  const data = join(folder, 'data')
  const lock = makeLock(contract, undefined, '2026-11-01')
  writeFileSync(join(folder, 'acme.telemetry.lock.json'), lockText(lock))
  writeFileSync(join(folder, 'limits.json'), JSON.stringify(noLimits))
  const args = ['--contracts', folder, '--data', data, '--limits', join(folder, 'limits.json')]
  const random = seededRandom(SEED)
  const load = createLedgerLoad(lock, random, new Date().toISOString().slice(0, 10))

  let serve = await startServe(args)
  const killed = { collector: 0, store: 0 }
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const running = load.run(serve.url, 6)
      await wait(100 + random() * 900)
      const store = serve.storePid()
      if (random() < 0.5 && store !== undefined) {
        killed.store++
        process.kill(store, 'SIGKILL')
        // Batches go on being answered while the store is started again.
        await wait(100 + random() * 400)
        await running.stop()
        continue
      }
      killed.collector++
      serve.kill('SIGKILL')
      expect(await serve.gone).toBe('SIGKILL')
      await running.stop()
      // A new one has to cope with what the old one left, its store's process included.
      serve = await startServe(args)
      if (store !== undefined) await expect.poll(() => isAlive(store), { timeout: 20_000 }).toBe(false)
    }
    expect(load.refused).toEqual([])
    await load.settle(serve.url)
    serve.kill('SIGTERM')
    expect(await serve.gone).toBe(0)
  } finally {
    serve.kill('SIGKILL')
    await serve.gone
  }

  const exported = await exportRaw({ dataDir: data })
  if (exported.kind === 'refused') throw new Error(exported.message)
  const keys: string[] = []
  for await (const line of exported.lines) keys.push((JSON.parse(line) as { k: string }).k)
  const expected = load.expectedKeys()
  expect(expected.length).toBeGreaterThan(ROUNDS)
  expect(keys.length).toBe(new Set(keys).size)
  expect(keys.toSorted()).toEqual(expected.toSorted())

  // The ledger adds up rows that no key could heal: what was written twice would count twice.
  const opened = await openEmbeddedStore({ folder: join(data, 'events') })
  if (opened.kind === 'refused') throw new Error(opened.why)
  const got = await opened.store.ask({ sql: 'SELECT outcome, reason, sum(count) AS n FROM outcomes GROUP BY ALL' })
  await opened.store.close()
  if (got.kind !== 'rows') throw new Error(got.why)
  const count = (wanted: string): number => Number(got.rows.find(({ outcome }) => outcome === wanted)?.n ?? 0)
  expect({ stored: count('stored'), refused: count('refused') }).toEqual({
    stored: expected.length,
    refused: load.rejected(),
  })
  console.log(`${load.batches.length} batches, ${expected.length} rows, killed ${JSON.stringify(killed)}, seed ${SEED}`)
  rmSync(folder, { recursive: true, force: true })
}, 600_000)
