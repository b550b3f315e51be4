import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bucketIndex, bucketMiddle } from '@plainsight/contract/histogram'
import { askQuestion, type Answer, type Asked } from '@plainsight/questions'
import { openEmbeddedStore, type EventRow, type Store } from '@plainsight/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET_CONTRACT, laterDay, seededFleet, weekStart, type Use } from './seeded-fleet.ts'

const last = '2026-11-19'
const today = '2026-11-20'
const days = 45
const first = laterDay(last, 1 - days)
const allDays = Array.from({ length: days }, (_, i) => laterDay(first, i))
const fleet = seededFleet({ seed: 7, machines: 60, days, last })

let store: Store
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'questions-'))
  const opened = await openEmbeddedStore({ folder, durability: 'os' })
  if (opened.kind === 'refused') throw new Error(opened.why)
  store = opened.store
  await store.migrate([FLEET_CONTRACT])
  const contract = FLEET_CONTRACT.name
  const expired = fleet.rows
    .slice(0, 500)
    .map((row, i) => ({ ...row, key: (i + 1).toString(16).padStart(16, 'e'), expires: today }))
  const blocks = [
    { contract, events: fleet.rows, drift: fleet.drift, outcomes: fleet.outcomes },
    // The same rows once more under another token, as two collectors might: still one row each.
    { contract, events: fleet.rows.slice(0, 1_000) },
    { contract, events: expired },
  ]
  for (const [i, rows] of blocks.entries()) {
    const { block, refused } = store.encodeBlock(rows, `block-${i}`)
    expect(refused).toEqual([])
    expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
  }
}, 60_000)

afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(question: string, asked: Asked, k = 1): Promise<Answer> {
  const plan = askQuestion(
    FLEET_CONTRACT,
    question,
    { from: first, to: last, ...asked },
    { today, k, layout: store.layout(FLEET_CONTRACT.name, FLEET_CONTRACT.version) },
  )
  if (plan.kind === 'refused') throw new Error(plan.message)
  const answer = await store.ask({ sql: plan.sql, params: plan.params })
  if (answer.kind !== 'rows') throw new Error(answer.why)
  return plan.answer(answer.rows)
}

function machinesBetween(from: string, to: string): number {
  return new Set(fleet.uses.filter((use) => use.day >= from && use.day <= to).map((use) => use.machine)).size
}

function countBy(uses: readonly Use[], key: (use: Use) => string): { readonly [key: string]: number } {
  return Object.fromEntries([...Map.groupBy(uses, key)].map(([name, group]) => [name, group.length]))
}

function percentileOf(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.ceil(sorted.length * p) - 1] ?? NaN
  return value === 0 ? 0 : bucketMiddle(bucketIndex(value))
}

const usesOf = (event: string): readonly Use[] => fleet.uses.filter((use) => use.event === event)
const weightOf = (use: Use): number => (use.event === 'tip.shown' ? (use.recorded ? 2 : 0) : 1)

describe('questions asked of the real store', () => {
  it('count active machines by day and over seven days as if every machine had a name', async () => {
    const { rows } = await ask('active-machines', {})
    expect(rows).toEqual(
      allDays.map((day) => ({
        day,
        daily: machinesBetween(day, day),
        rolling7: machinesBetween(laterDay(day, -6), day),
      })),
    )
  })

  it('count active machines by week, four weeks and month', async () => {
    const weeks = [...new Set(allDays.map(weekStart))]
    expect((await ask('active-machines', { by: 'week' })).rows).toEqual(
      weeks.map((week) => ({
        week,
        weekly: machinesBetween(week, laterDay(week, 6)),
        rolling4: machinesBetween(laterDay(week, -21), laterDay(week, 6)),
      })),
    )
    expect((await ask('active-machines', { by: 'month' })).rows).toEqual(
      [...new Set(allDays.map((day) => day.slice(0, 7)))].map((month) => ({
        month,
        monthly: machinesBetween(`${month}-01`, `${month}-31`),
      })),
    )
  })

  it('a window inside the range needs the days before it', async () => {
    const from = laterDay(last, -9)
    const { rows } = await ask('active-machines', { from })
    expect(rows[0]).toEqual({
      day: from,
      daily: machinesBetween(from, from),
      rolling7: machinesBetween(laterDay(from, -6), from),
    })
  })

  for (const event of ['command.completed', 'project.indexed', 'tip.shown']) {
    it(`count ${event} by day, weighted where it is sampled`, async () => {
      const { rows } = await ask('event-counts', { event })
      expect(rows.map(({ day, count }) => [day, count])).toEqual(
        allDays.map((day) => [day, usesOf(event).reduce((sum, use) => sum + (use.day === day ? weightOf(use) : 0), 0)]),
      )
    })
  }

  it('count every event', async () => {
    const { rows } = await ask('event-counts', {})
    const expected = ['command.completed', 'project.indexed', 'tip.shown'].map((event) => [
      event,
      usesOf(event).reduce((sum, use) => sum + weightOf(use), 0),
    ])
    expect(rows.map((row) => [row.event, row.count])).toEqual(expected)
    const daily = await ask('event-counts', { by: 'day' })
    const of = (event: string): number =>
      daily.rows.filter((row) => row.event === event).reduce((sum, row) => sum + Number(row.count), 0)
    expect(rows.map((row) => [row.event, of(String(row.event))])).toEqual(expected)
  })

  for (const by of ['command', 'outcome', 'os', 'productVersion', 'source'] as const) {
    it(`split command.completed by ${by}`, async () => {
      const { rows } = await ask('breakdown', { event: 'command.completed', by })
      const value = (use: Use): string =>
        String(by === 'source' ? use.source : (use.fields[by] ?? (use.context as { [name: string]: string })[by]))
      expect(Object.fromEntries(rows.map((row) => [row.value, row.count]))).toEqual(
        countBy(usesOf('command.completed'), value),
      )
    })
  }

  it('split by a flag, and say which records have none', async () => {
    const { rows } = await ask('breakdown', { event: 'project.indexed', by: 'incremental' })
    const expected = countBy(usesOf('project.indexed'), (use) => String(use.fields.incremental ?? 'not given'))
    expect(Object.fromEntries(rows.map((row) => [row.value, row.count]))).toEqual(expected)
    expect(rows.find((row) => row.value === 'not given')?.part).toBe('absent')
  })

  it('filter a split and a series', async () => {
    const meant = usesOf('command.completed').filter(
      (use) => use.fields.outcome === 'error' && use.context.os === 'linux',
    )
    const where = ['outcome=error', 'os=linux']
    const { rows } = await ask('breakdown', { event: 'command.completed', by: 'command', where })
    expect(Object.fromEntries(rows.map((row) => [row.value, row.count]))).toEqual(
      countBy(meant, (use) => String(use.fields.command)),
    )
    const series = await ask('event-counts', { event: 'command.completed', where })
    expect(series.rows.map((row) => row.count)).toEqual(
      allDays.map((day) => meant.filter((use) => use.day === day).length),
    )
  })

  it('show the versions of each day, and their shares', async () => {
    const { rows } = await ask('versions', { event: 'command.completed' })
    const expected = countBy(usesOf('command.completed'), (use) => `${use.day} ${use.context.productVersion}`)
    expect(Object.fromEntries(rows.map((row) => [`${row.day} ${row.version}`, row.count]))).toEqual(expected)
    for (const day of allDays) {
      const shares = rows.filter((row) => row.day === day).map((row) => Number(row.share))
      if (shares.length > 0) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
    }
  })

  it('give the percentiles of a counter from merged histograms', async () => {
    const { rows } = await ask('durations', { event: 'command.completed' })
    for (const row of rows) {
      const values = usesOf('command.completed')
        .filter((use) => use.day === row.day)
        .map((use) => use.duration ?? NaN)
      expect(row.values).toBe(values.length)
      if (values.length > 0) expect([row.p50, row.p95]).toEqual([percentileOf(values, 0.5), percentileOf(values, 0.95)])
    }
    const split = await ask('durations', { event: 'command.completed', by: 'command' })
    expect(split.rows.length).toBeGreaterThan(3)
    for (const row of split.rows) {
      const values = usesOf('command.completed')
        .filter((use) => use.fields.command === row.value)
        .map((use) => use.duration ?? NaN)
      expect([row.p50, row.p95, row.values]).toEqual([
        percentileOf(values, 0.5),
        percentileOf(values, 0.95),
        values.length,
      ])
    }
  })

  it('give the percentiles of an occurrence from its values, without those that have none', async () => {
    const { rows } = await ask('durations', { event: 'project.indexed', by: 'files' })
    expect(rows).toHaveLength(4)
    for (const row of rows) {
      const values = usesOf('project.indexed')
        .filter((use) => use.fields.files === row.value && use.fields.duration !== undefined)
        .map((use) => Number(use.fields.duration))
      expect([row.p50, row.p95, row.values]).toEqual([
        percentileOf(values, 0.5),
        percentileOf(values, 0.95),
        values.length,
      ])
    }
  })

  it('count the machines that drifted, and what became of what was received', async () => {
    const { rows } = await ask('drift', {})
    const byDay = countBy(fleet.drift as unknown as Use[], (row) => row.day)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      event: 'command.completed',
      field: 'command',
      reason: 'other',
      machineDays: fleet.drift.length,
      machines: Math.max(...Object.values(byDay)),
    })
    const daily = await ask('drift', { by: 'day', event: 'command.completed' })
    expect(Object.fromEntries(daily.rows.map((row) => [row.day, row.machines]))).toEqual(byDay)
    const ledger = await ask('outcomes', { to: today })
    expect(ledger.rows.map((row) => [row.outcome, row.reason, row.records])).toEqual(
      fleet.outcomes.map((row) => [row.outcome, row.reason, row.count]),
    )
    const fresh = await ask('freshness', {})
    expect(fresh.rows[0]).toMatchObject({ received: `${last}T06:30`, newest: last })
    expect(String(fresh.rows[0]?.oldest) < laterDay(first, 5)).toBe(true)
  })

  it('never show a group under five machines, whatever it is split by', async () => {
    const machinesOf = (uses: readonly Use[]): number => new Set(uses.map((use) => use.machine)).size
    const bys = {
      'command.completed': ['command', 'outcome', 'os', 'productVersion', 'source'],
      'project.indexed': ['files', 'incremental', 'os'],
      // Half of its records lack a part of their key.
      'tip.shown': ['command', 'os'],
    }
    for (const [event, names] of Object.entries(bys)) {
      for (const by of names) {
        for (const range of [{}, { from: last }, { from: laterDay(last, -3) }]) {
          const { rows } = await ask('breakdown', { event, by, ...range }, 5)
          const uses = usesOf(event).filter(
            (use) => use.recorded && use.day >= (('from' in range && range.from) || first),
          )
          const value = (use: Use): string =>
            String(
              by === 'source'
                ? use.source
                : (use.fields[by] ?? (use.context as { [name: string]: string })[by] ?? 'not given'),
            )
          const shown = new Set(rows.filter((row) => row.part !== 'few').map((row) => row.value))
          for (const name of shown)
            expect(machinesOf(uses.filter((use) => value(use) === name))).toBeGreaterThanOrEqual(5)
          const folded = uses.filter((use) => !shown.has(value(use)))
          if (shown.size > 0 && folded.length > 0) {
            expect(machinesOf(folded)).toBeGreaterThanOrEqual(5)
            expect(new Set(folded.map(value)).size).toBeGreaterThanOrEqual(2)
          }
          for (const row of rows) expect(Number(row.count) % 10).toBe(0)
          if (rows.length > 0) expect(rows.reduce((sum, row) => sum + Number(row.share), 0)).toBeCloseTo(1, 9)
        }
      }
    }
  }, 60_000)

  it('do not take several counters of one machine for several machines, even where fields are absent', async () => {
    const day = laterDay(first, -30)
    const row = (n: number, os: string, fields: EventRow['fields']): EventRow => ({
      event: 'tip.shown',
      version: '1.0.0',
      day,
      source: 'cli',
      actor: 'anonymous',
      context: { os, productVersion: '2.4' },
      ...(fields === undefined ? {} : { fields }),
      key: n.toString(16).padStart(16, 'd'),
      expires: laterDay(day, 120),
    })
    // Ten machines on linux, ten on darwin; two on windows with three counters each.
    const keys = [{}, { files: '<100' }, { files: '100-1k' }]
    const events = [
      ...Array.from({ length: 20 }, (_, i) => row(i, i < 10 ? 'linux' : 'darwin', {})),
      ...[0, 1].flatMap((machine) => keys.map((fields, i) => row(100 + machine * 10 + i, 'windows', fields))),
    ]
    const { block } = store.encodeBlock({ contract: FLEET_CONTRACT.name, events }, 'absent')
    expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
    const { rows } = await ask('breakdown', { event: 'tip.shown', by: 'os', from: day, to: day }, 5)
    expect(rows.map((shown) => [shown.part, shown.value])).toEqual([
      ['value', 'linux'],
      ['few', 'few'],
    ])
  })

  it('refuse a filter that leaves a handful of machines out', async () => {
    const only = usesOf('command.completed').filter((use) => use.day === last && use.fields.outcome === 'error')
    expect(new Set(only.map((use) => use.machine)).size).toBeLessThan(5)
    const { rows } = await ask('event-counts', { event: 'command.completed', from: last, where: ['outcome=ok'] }, 5)
    expect(rows).toEqual([{ day: last, count: null, reports: null }])
    const split = await ask(
      'breakdown',
      { event: 'command.completed', by: 'command', from: last, where: ['outcome=ok'] },
      5,
    )
    expect(split).toMatchObject({ rows: [], hidden: true })
    expect(split.notes.at(-1)).toContain('fewer than 5 machines')
  })
})
