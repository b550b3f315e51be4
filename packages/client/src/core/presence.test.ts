import { describe, expect, it } from 'vitest'
import { weekOf } from '@plainsight/contract/identity'
import { BACKS, GAPS, INDEXES } from '@plainsight/contract/judge'
import { dayOf, DAY_MS, dayStart } from './day.ts'
import { addPresence, parsePresence, presenceRows, type PresenceMemory } from './presence.ts'
import { createMemoryDisk } from '../fixtures/memory-disk.ts'

/** The rows of a machine that was used on these days. */
function rowsOf(days: readonly string[]): { readonly day: string; readonly [field: string]: string }[] {
  let memory: PresenceMemory | undefined
  const rows: { day: string; [field: string]: string }[] = []
  for (const day of days) {
    const due = presenceRows(memory, day)
    memory = due?.memory ?? memory
    for (const rest of due?.rests ?? []) rows.push({ day, ...JSON.parse(`{${rest}}`) })
  }
  return rows
}

describe('presence', () => {
  it('is a row of each grain on the first day, and each grain once in its period', () => {
    expect(rowsOf(['2026-11-19', '2026-11-19', '2026-11-20', '2026-11-23', '2026-12-01'])).toEqual([
      { day: '2026-11-19', w: 'day', gap: 'first' },
      { day: '2026-11-19', w: 'week', back: 'first', index: '0' },
      { day: '2026-11-19', w: 'month' },
      { day: '2026-11-20', w: 'day', gap: '1' },
      { day: '2026-11-23', w: 'day', gap: '3' },
      { day: '2026-11-23', w: 'week', back: '1', index: '1' },
      { day: '2026-12-01', w: 'day', gap: '7+' },
      { day: '2026-12-01', w: 'week', back: '1', index: '2' },
      { day: '2026-12-01', w: 'month' },
    ])
  })

  it('crosses ISO year ends without losing a week', () => {
    const weeks = rowsOf(['2026-12-28', '2027-01-03', '2027-01-04', '2027-01-11']).filter(({ w }) => w === 'week')
    expect(weeks).toEqual([
      { day: '2026-12-28', w: 'week', back: 'first', index: '0' },
      { day: '2027-01-04', w: 'week', back: '1', index: '1' },
      { day: '2027-01-11', w: 'week', back: '1', index: '2' },
    ])
  })

  it('makes none when the clock goes back, and goes on when it has caught up', () => {
    expect(rowsOf(['2026-11-19', '2026-11-10', '2016-11-19', '2026-11-20']).map(({ day, w }) => `${day} ${w}`)).toEqual(
      ['2026-11-19 day', '2026-11-19 week', '2026-11-19 month', '2026-11-20 day'],
    )
  })

  it('gives exact rolling actives over simulated years', () => {
    // A seeded fleet; the rows alone must give what is known of it.
    let state = 7
    const chance = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
    const first = dayStart('2025-06-01')
    const used = Array.from({ length: 60 }, () => {
      const rate = chance() ** 2
      return Array.from({ length: 500 }, (_, i) => i).filter(() => chance() < rate)
    })
    const rows = used.flatMap((days) => rowsOf(days.map((day) => dayOf(first + day * DAY_MS))))
    const gapOf = (gap: string): number => (gap === 'first' ? Infinity : gap === '7+' ? 7 : Number(gap))
    for (let at = 20; at < 500; at += 13) {
      const window = Array.from({ length: 7 }, (_, i) => at - 6 + i)
      const known = used.filter((days) => days.some((day) => window.includes(day))).length
      let rolling = 0
      for (const day of window) {
        const of = rows.filter(({ day: on, w }) => w === 'day' && on === dayOf(first + day * DAY_MS))
        rolling += of.filter(({ gap }) => gapOf(gap!) > day - (at - 6)).length
      }
      expect(rolling).toBe(known)
    }
  })

  it('gives exact rolling weeks, months and retention over simulated years, whichever clocks are wrong', () => {
    // Machines over four years, across ISO years of 52 and 53 weeks; some clocks are set back for a while, some run ahead of midnight.
    let state = 11
    const chance = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
    const first = dayStart('2024-12-25')
    const DAYS = 1_500
    const machines = Array.from({ length: 40 }, () => {
      const rate = 0.02 + chance() ** 2 * 0.5
      return Array.from({ length: DAYS }, (_, i) => i).filter(() => chance() < rate)
    })
    const lines = machines.map((days) => {
      // What a clock that was set back reports is older than what is remembered, and makes no row: the days themselves are the truth.
      const told = days.flatMap((day, i) =>
        i % 17 === 5
          ? [dayOf(first + (day - 400) * DAY_MS), dayOf(first + day * DAY_MS)]
          : [dayOf(first + day * DAY_MS)],
      )
      return rowsOf(told)
    })
    const rows = lines.flat()
    // In words that a collector takes, and no others.
    for (const { w, gap = '', back = '', index = '' } of rows) {
      if (w === 'day') expect(GAPS).toContain(gap)
      if (w === 'week') expect([BACKS.includes(back as never), INDEXES.includes(index as never)]).toEqual([true, true])
    }
    // No machine says a day, a week or a month twice.
    for (const own of lines)
      for (const grain of ['day', 'week', 'month']) {
        const said = own
          .filter(({ w }) => w === grain)
          .map(({ day }) => (grain === 'month' ? day.slice(0, 7) : grain === 'week' ? weekOf(day) : day))
        expect(new Set(said).size).toBe(said.length)
      }
    const used = machines.map((days) => days.map((day) => dayOf(first + day * DAY_MS)))
    const weeks = [...new Set(used.flat().map(weekOf))].sort()
    const activeIn = (names: readonly string[]): number =>
      used.filter((days) => days.some((day) => names.includes(weekOf(day)))).length
    const backOf = (back: string): number => (back === 'first' ? Infinity : back === '4+' ? 4 : Number(back))
    const weekRows = rows.filter(({ w }) => w === 'week')
    for (let t = 5; t < weeks.length; t += 3) {
      expect(weekRows.filter(({ day }) => weekOf(day) === weeks[t]).length).toBe(activeIn([weeks[t]!]))
      // Rolling 4 weeks: Σ j=0..3 #{week t−j: back > 3−j}.
      let rolling = 0
      for (let j = 0; j < 4; j++)
        rolling += weekRows.filter(({ day, back }) => weekOf(day) === weeks[t - j] && backOf(back!) > 3 - j).length
      expect(rolling).toBe(activeIn(weeks.slice(t - 3, t + 1)))
    }
    for (const month of ['2025-01', '2025-12', '2026-01', '2026-12', '2027-01', '2028-02'])
      expect(rows.filter(({ w, day }) => w === 'month' && day.startsWith(month)).length).toBe(
        used.filter((days) => days.some((day) => day.startsWith(month))).length,
      )
    // Retention by the week a machine began in: those of index i, of those of index 0.
    const begun = used.filter((days) => days.length > 0).map((days) => weeks.indexOf(weekOf(days[0]!)))
    for (const index of [1, 2, 3, 4]) {
      const known = used.filter((days, i) =>
        days.some((day) => weeks.indexOf(weekOf(day)) === begun[i]! + index),
      ).length
      expect(weekRows.filter((row) => row['index'] === String(index)).length).toBe(known)
    }
    const late = used.reduce((sum, days, i) => {
      const at = new Set(days.map((day) => weeks.indexOf(weekOf(day)) - begun[i]!))
      return sum + [...at].filter((week) => week >= 52).length
    }, 0)
    expect(weekRows.filter((row) => row['index'] === '52+').length).toBe(late)
  })

  it('belongs to the UTC day on either side of midnight', () => {
    const at = (time: string): string => dayOf(Date.parse(time))
    expect(rowsOf([at('2026-12-31T23:59:59.999Z'), at('2027-01-01T00:00:00.000Z')])).toEqual([
      { day: '2026-12-31', w: 'day', gap: 'first' },
      { day: '2026-12-31', w: 'week', back: 'first', index: '0' },
      { day: '2026-12-31', w: 'month' },
      { day: '2027-01-01', w: 'day', gap: '1' },
      { day: '2027-01-01', w: 'month' },
    ])
    // The same moment has one day, whatever a machine's own clock shows.
    expect(at('2027-01-01T00:30:00+02:00')).toBe('2026-12-31')
  })

  it('that a clock ran ahead costs the days until it is caught up with, and nothing is said twice', () => {
    // A year ahead for one run, then right again: nothing until that year has passed.
    const said = rowsOf(['2026-11-19', '2027-11-19', '2026-11-20', '2027-11-18', '2027-11-19', '2027-11-20'])
    expect(said.filter(({ w }) => w === 'day').map(({ day, gap }) => `${day} ${gap}`)).toEqual([
      '2026-11-19 first',
      '2027-11-19 7+',
      '2027-11-20 1',
    ])
  })

  it('of a machine that an older tool knew is none of a new one', () => {
    const { disk, files } = createMemoryDisk()
    disk.write('/older.json', '{"since":1790000000}')
    const session = {
      clock: () => Date.parse('2026-11-19T10:00Z'),
      options: { migrateFrom: [{ file: '/older.json', off: { enabled: [false] }, since: 'since' }] },
      world: { disk, env: {} },
    } as unknown as Parameters<typeof addPresence>[3]
    const rows = [{ kind: 'c', tail: '"d":"2026-11-19","e":"a"}', subject: { context: {}, ids: {} } }]
    addPresence(disk, files.presence, rows as never, session)
    expect(rows.map(({ tail }) => tail).join('\n')).not.toContain('first')
    expect(rows.map(({ tail }) => tail).join('\n')).toContain('"back":"4+","index":"5-8"')
    expect(parsePresence(disk.read(files.presence) ?? '')?.day).toBe('2026-11-19')
  })

  it('forgets a memory that is damaged', () => {
    for (const text of ['', '{', '{}', 'null', '{"day":"x","week":"y","firstWeek":"z","month":"q"}'])
      expect(parsePresence(text)).toBeUndefined()
  })

  it('is remembered from one process to the next, and made only for days on which something was counted', () => {
    const { disk, files } = createMemoryDisk()
    const subject = { context: {}, ids: {} }
    const counted = { kind: 'c', tail: '"d":"2026-11-19","e":"a"}', subject } as const
    const rows = [counted]
    addPresence(disk, files.presence, rows as never)
    expect(rows).toHaveLength(4)
    const again = [counted]
    addPresence(disk, files.presence, again as never)
    expect(again).toHaveLength(1)
    const drift = [{ kind: 'd', tail: '"d":"2026-11-20"}', subject }]
    addPresence(disk, files.presence, drift as never)
    expect(drift).toHaveLength(1)
  })
})
