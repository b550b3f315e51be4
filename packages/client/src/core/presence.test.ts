import { describe, expect, it } from 'vitest'
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
