// kill −9 of the child while blocks are being inserted: what was answered as stored is there, and everything is there once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbeddedStore } from './embedded-store.ts'
import type { AnswerRow } from './store.ts'
import { counterRow, FIRST, TODAY } from './suite-contract.ts'
import { until } from './suite-order.ts'
import { addDays } from './utc-day.ts'

/** A few on each run; `PLAINSIGHT_KILL_ROUNDS=200` for a long one. */
const ROUNDS = Number(process.env.PLAINSIGHT_KILL_ROUNDS ?? 5)
const SEED = Number(process.env.PLAINSIGHT_SEED ?? Date.now() % 1_000_000)
const ROWS = 4_000

test(
  `${ROUNDS} rounds of kill −9 in mid-insert, seed ${SEED}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plainsight-store-'))
    const opened = await openEmbeddedStore({ folder, durability: 'os' })
    if (opened.kind === 'refused') throw new Error(opened.why)
    const { store } = opened
    const chance = seeded(SEED)
    await store.migrate([FIRST])
    let key = 0
    let blocks = 0
    let retried = 0
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const { pid } = await store.health()
        let killed = false
        setTimeout(() => {
          killed = true
          if (pid !== undefined) process.kill(pid, 'SIGKILL')
        }, chance() * 250)
        // Blocks until the kill has hit, and one more that proves the way back.
        for (let last = false; !last;) {
          last = killed
          blocks++
          const events = Array.from({ length: ROWS }, () => {
            key++
            // Two partitions: a block is atomic for each of them only.
            return counterRow(key, { expires: addDays(TODAY, key % 2 === 0 ? 30 : 60) })
          })
          const outcomes = [
            {
              minute: `${TODAY}T13:05`,
              contract: 'acme-x',
              version: '1.0.0',
              source: 'cli',
              outcome: 'stored',
              reason: '',
              count: ROWS,
            },
          ]
          const { block } = store.encodeBlock({ contract: 'acme-x', events, outcomes }, `block-${blocks}`)
          await until('the block is stored', async () => {
            const answer = await store.insertBlock(block)
            if (answer.kind !== 'stored') retried++
            expect(answer.kind).not.toBe('rejected')
            return answer.kind === 'stored'
          })
        }
        await until('the store is up', async () => (await store.health()).kind === 'up')
      }
      // Without FINAL: it is the tokens that keep rows from doubling, not only the merge by record key.
      const rows = async (sql: string): Promise<readonly AnswerRow[]> => {
        const answer = await store.ask({ sql })
        if (answer.kind !== 'rows') throw new Error(answer.why)
        return answer.rows
      }
      expect(await rows('SELECT count() AS n, uniqExact(k) AS keys FROM events_acme_x')).toEqual([
        { n: key, keys: key },
      ])
      expect(await rows('SELECT sum(count) AS n FROM outcomes')).toEqual([{ n: blocks * ROWS }])
      expect(await store.health()).toMatchObject({ restarts: ROUNDS })
      expect(retried).toBeGreaterThan(0)
    } finally {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  30_000 + ROUNDS * 10_000,
)

// mulberry32, so that a seed gives the same kills again.
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
