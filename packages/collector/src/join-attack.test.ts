import { recordKey, scopedId, scopedKey } from '@plainsight/contract/identity'
import { expect, it } from 'vitest'
import { startTestCollector } from './test-collector.ts'
import { addDays } from './utc-day.ts'

// Privacy.md, 2: rows of one machine come together by their scoped id and by nothing else. The attack has every stored column, the order
// in which rows are read back, and as many days as it likes; it may not do better than whoever guesses among machines of the same context.

const MACHINES = 2_000
const DAYS = 60
/** The first half is September, the second the first thirty days of October: no scoped id but an installation's lies in both. */
const FIRST = '2026-09-01'
/** Better than chance by more is a leak. */
const MARGIN = 0.01

/** mulberry32: the same fleet each time. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function uuidOf(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

type Row = { readonly [column: string]: unknown }

it('over 2 000 machines and 60 days no stored column pairs two rows of one machine better than chance', async () => {
  const test = await startTestCollector()
  const random = randomOf(1)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T
  const fleet = Array.from({ length: MACHINES }, (_, i) => ({
    secret: new Uint8Array(32).fill(1 + (i % 250)).map((byte, at) => (at < 4 ? (i >> (8 * at)) & 255 : byte)),
    os: pick(['linux', 'darwin', 'windows', 'freebsd']),
    arch: pick(['x64', 'arm64', 'ia32']),
    // Habits that an attack would like to find again.
    command: pick(['build', 'init', 'deploy']),
    count: 1 + Math.floor(random() * 40),
    hour: Math.floor(random() * 24),
    address: `10.${i >> 8}.${i & 255}.1`,
  }))
  const owner = new Map<string, number>()
  try {
    test.clock.move(Date.parse(`${addDays(FIRST, 1)}T01:00:00Z`) - test.clock())
    for (let day = 0; day < DAYS; day++) {
      const date = addDays(FIRST, day)
      for (const [i, machine] of fleet.entries()) {
        if (random() > 0.04) continue
        const key = scopedKey(machine.secret, 'acme', 'month', date.slice(0, 7), 'command.used')
        const by = { command: machine.command, outcome: 'ok' }
        const batch = test.batch({
          batch: uuidOf(random),
          day: date,
          context: { os: machine.os, arch: machine.arch },
          events: [
            { name: 'command.completed', by, count: 1 + Math.floor(random() * 40) },
            { name: 'command.used', by: { command: machine.command }, count: 1, id: scopedId(key) },
            { name: 'plainsight.presence', fields: { grain: 'day', gap: '7+' } },
          ],
        })
        const answer = await test.send(batch, { address: machine.address })
        expect(answer.json['rejected']).toEqual([])
        for (let at = 0; at < 3; at++) owner.set(recordKey(batch['batch'] as string, at), i)
      }
      await test.collector.drain()
      test.clock.move(86_400_000)
    }
    const rows: Row[] = await Array.fromAsync(test.store.exportRows('acme'))
    expect(rows.length).toBe(owner.size)
    const paired = (event: string, from: string, middle: string, to: string): ReturnType<typeof attack> => {
      const of = (start: string, end: string): readonly Row[] =>
        firstOfEach(
          rows.filter((row) => row['event'] === event && String(row['day']) >= start && String(row['day']) < end),
          owner,
        )
      return attack(event, of(from, middle), of(middle, to), owner)
    }
    for (const event of ['command.completed', 'command.used', 'plainsight.presence']) {
      const { chance, best } = paired(event, FIRST, '2026-10-01', '2026-10-31')
      expect([event, best - chance > MARGIN ? `${best} against ${chance}` : 'no better']).toEqual([event, 'no better'])
    }
    // The attack is one: inside a month, where the id is the same, it finds whom it may.
    const inside = paired('command.used', FIRST, '2026-09-16', '2026-10-01')
    expect(inside.best).toBeGreaterThan(inside.chance + 20 * MARGIN)
  } finally {
    await test.close()
  }
}, 120_000)

function firstOfEach(rows: readonly Row[], owner: ReadonlyMap<string, number>): Row[] {
  return [...new Map(rows.toReversed().map((row) => [owner.get(String(row['k'])), row])).values()].toReversed()
}

/** Columns that say something of the day or are drawn anew for each row. */
const OF_THE_DAY = ['day', 'expires', 'k', 'id', 'at']

/** Pairs each early row with the late one that looks most like it, in several ways; the share of pairs of one machine, and what guessing gives. */
function attack(
  event: string,
  early: readonly Row[],
  late: readonly Row[],
  owner: ReadonlyMap<string, number>,
): { readonly chance: number; readonly best: number } {
  const context = (row: Row): string =>
    JSON.stringify([row['c_os'], event === 'command.used' ? null : row['c_arch'], row['f_command']])
  const places = (rows: readonly Row[]): ReadonlyMap<Row, number> =>
    new Map(rows.map((row, place) => [row, place / rows.length]))
  const [here, there] = [places(early), places(late)]
  const groups = Map.groupBy(late, context)
  const likeness: readonly ((a: Row, b: Row) => number)[] = [
    // Beside each other wherever rows are read back in an order.
    (a, b) => -Math.abs((here.get(a) ?? 0) - (there.get(b) ?? 0)),
    // Keys that share their beginning, or their bits.
    (a, b) =>
      -Math.abs(Number.parseInt(String(a['k']).slice(0, 12), 16) - Number.parseInt(String(b['k']).slice(0, 12), 16)),
    // Ids that do.
    (a, b) =>
      -Math.abs(Number.parseInt(String(a['id']).slice(0, 12), 16) - Number.parseInt(String(b['id']).slice(0, 12), 16)),
    // As many equal columns as can be.
    (a, b) =>
      Object.keys(a).filter((name) => !OF_THE_DAY.includes(name) && JSON.stringify(a[name]) === JSON.stringify(b[name]))
        .length,
    // The same part of the month.
    (a, b) => -Math.abs(Number(String(a['day']).slice(8)) - Number(String(b['day']).slice(8))),
  ]
  let chance = 0
  const found = likeness.map(() => 0)
  for (const row of early) {
    const candidates = groups.get(context(row)) ?? []
    const machine = owner.get(String(row['k']))
    if (candidates.some((other) => owner.get(String(other['k'])) === machine)) chance += 1 / candidates.length
    likeness.forEach((like, way) => {
      let best: Row | undefined
      let most = -Infinity
      for (const other of candidates) {
        const alike = like(row, other)
        if (alike > most) [best, most] = [other, alike]
      }
      if (best !== undefined && owner.get(String(best['k'])) === machine) found[way] = (found[way] ?? 0) + 1
    })
  }
  return { chance: chance / early.length, best: Math.max(...found) / early.length }
}
