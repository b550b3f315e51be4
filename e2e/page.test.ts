import { bucketIndex, bucketMiddle } from '@plainsight/contract/histogram'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually, FLEET, LAST, panel, shoot, startPageRig, TODAY, type PageRig } from './page-rig.ts'
import { FLEET_CONTRACT, laterDay, type Use } from './seeded-fleet.ts'

let rig: PageRig

beforeAll(async () => {
  rig = await startPageRig()
})

afterAll(() => rig?.close())

afterEach(async () => {
  await rig.leave()
  expect(rig.complaints()).toEqual([])
})

// The numbers behind a chart, as a person reads them: the texts of the table's cells.
async function numbers(page: Page, title: string): Promise<string[][]> {
  const box = panel(page, title)
  await box.getByText('Numbers', { exact: true }).click()
  await eventually(() => box.locator('tbody td').count()).toBeGreaterThan(0)
  const rows = await box.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const count = (value: number): string => new Intl.NumberFormat('en').format(value)
const fullDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(day))
const machinesBetween = (from: string, to: string): number =>
  new Set(FLEET.uses.filter((use) => use.day >= from && use.day <= to).map((use) => use.machine)).size
const weightOf = (use: Use): number => (use.event === 'tip.shown' ? (use.recorded ? 2 : 0) : 1)
// The page's own range: 30 finished days.
const days = Array.from({ length: 30 }, (_, i) => laterDay(LAST, -i))
const usesOf = (event: string): readonly Use[] =>
  FLEET.uses.filter((use) => use.event === event && days.includes(use.day))

describe('the overview', () => {
  it('shows what an independent count of the raw uses gives', async () => {
    const page = await rig.open('#/fleet-tool')
    await eventually(() => panel(page, 'Active machines').locator('canvas').count()).toBe(1)
    expect(await numbers(page, 'Active machines')).toEqual(
      days.map((day) => [
        fullDay(day),
        count(machinesBetween(day, day)),
        count(machinesBetween(laterDay(day, -6), day)),
      ]),
    )
    const tile = (title: string): Promise<string> => page.locator(`[data-tile="${title}"]`).innerText()
    await eventually(() => tile('Active in a day')).toContain(`\n${count(machinesBetween(LAST, LAST))}\n`)
    await eventually(() => tile('Active in 7 days')).toContain(
      `\n${count(machinesBetween(laterDay(LAST, -6), LAST))}\n`,
    )
    const received = sum(FLEET.outcomes.map((row) => row.count))
    await eventually(() => tile('Records received')).toContain(`\n${count(received)}\n`)
    await eventually(() => tile('Stored')).toContain(
      `${count(FLEET.rows.length)} stored, ${count(received - FLEET.rows.length)} not`,
    )

    for (const event of Object.keys(FLEET_CONTRACT.events)) {
      const cell = page.locator(`tr[data-event="${event}"] [data-count]`)
      await eventually(() => cell.getAttribute('data-count')).toBe(String(sum(usesOf(event).map(weightOf))))
    }
    const machineDays = new Set(
      FLEET.uses.filter((use) => days.includes(use.day)).map((use) => `${use.context.os} ${use.day} ${use.machine}`),
    )
    const byOs = Map.groupBy(machineDays, (line) => line.split(' ')[0] ?? '')
    const shown = (await numbers(page, 'Active machines by os')).map(([name, times]): [string, string] => [
      name ?? '',
      times ?? '',
    ])
    expect(new Map(shown)).toEqual(new Map([...byOs].map(([os, lines]) => [os, count(lines.length)])))
    const drift = panel(page, 'Drift').locator('[data-line="command.completed command other"]')
    const perDay = Map.groupBy(
      FLEET.drift.filter((row) => days.includes(row.day)),
      (row) => row.day,
    )
    expect(await drift.innerText()).toContain(
      `${Math.max(...[...perDay.values()].map((rows) => rows.length))} machines`,
    )
    await eventually(() => page.locator('[data-freshness]').innerText()).toMatch(
      /^Last received .* ago · newest day reported/,
    )
    await shoot(page, 'overview')
  })

  it('follows the range that is chosen, and keeps it in its address', async () => {
    const page = await rig.open('#/fleet-tool')
    await page.getByText('7 days', { exact: true }).click()
    await eventually(() => page.url()).toContain('days=7')
    const events = 'command.completed'
    const expected = sum(
      usesOf(events)
        .filter((use) => use.day >= laterDay(TODAY, -7))
        .map(weightOf),
    )
    await eventually(() => page.locator(`tr[data-event="${events}"] [data-count]`).getAttribute('data-count')).toBe(
      String(expected),
    )
    await page.getByRole('link', { name: events }).click()
    await eventually(() => page.url()).toContain('#/fleet-tool/command.completed?days=7')
    await page.goBack()
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('Fleet tool')
    await page.getByText('Custom', { exact: true }).click()
    await page.getByLabel('From (UTC day)').fill(LAST)
    await eventually(() => page.url()).toContain(`from=${LAST}&to=${TODAY}`)
    await eventually(() => page.locator(`tr[data-event="${events}"] [data-count]`).getAttribute('data-count')).toBe(
      String(usesOf(events).filter((use) => use.day === LAST).length),
    )
  })
})

describe('the page of an event', () => {
  it('shows what an independent count of the raw uses gives', async () => {
    const page = await rig.open('#/fleet-tool/command.completed')
    const uses = usesOf('command.completed')
    await eventually(() => panel(page, 'Times by day').locator('canvas').count()).toBe(1)
    const byDay = await numbers(page, 'Times by day')
    expect(byDay.map(([day, times]) => [day, times])).toEqual(
      days.map((day) => [fullDay(day), count(uses.filter((use) => use.day === day).length)]),
    )

    const valueOf: { readonly [by: string]: (use: Use) => string } = {
      command: (use) => String(use.fields.command),
      outcome: (use) => String(use.fields.outcome),
      os: (use) => use.context.os,
      productVersion: (use) => use.context.productVersion,
      source: (use) => use.source,
    }
    for (const [by, value] of Object.entries(valueOf)) {
      const expected = [...Map.groupBy(uses, value)].map(([name, group]) => [name, count(group.length)])
      const shown = (await numbers(page, `By ${by}`)).map(([name, times]) => [name, times])
      expect(new Map(shown as [string, string][])).toEqual(new Map(expected as [string, string][]))
    }

    const spread = await numbers(page, 'duration: median and 95 %')
    expect(spread).toHaveLength(days.length)
    for (const [i, day] of days.entries()) {
      const values = uses.filter((use) => use.day === day).map((use) => use.duration ?? NaN)
      expect(spread[i]?.[3]).toBe(count(values.length))
      if (values.length > 0)
        expect([spread[i]?.[1], spread[i]?.[2]]).toEqual([shownPercentile(values, 0.5), shownPercentile(values, 0.95)])
    }

    const versions = await numbers(page, 'Versions in use')
    const expected = [...Map.groupBy(uses, (use) => `${fullDay(use.day)} ${use.context.productVersion}`)].map(
      ([key, group]) => [key, count(group.length)],
    )
    expect(new Map(versions.map(([day, version, times]) => [`${day} ${version}`, times ?? '']))).toEqual(
      new Map(expected as [string, string][]),
    )
    await shoot(page, 'event')
  })

  it('says what the contract says: what, why, who reads it, how far it follows anyone', async () => {
    const page = await rig.open('#/fleet-tool/project.indexed')
    await eventually(() => page.locator('dl').innerText()).toMatch(
      /A project was indexed[^]*Which parts to work on first[^]*chart:tests[^]*a month[^]*120 days/,
    )
  })

  it('narrows every figure to a value that is chosen, and widens again', async () => {
    const page = await rig.open('#/fleet-tool/command.completed')
    await panel(page, 'By os')
      .getByRole('button', { name: /^linux/ })
      .click()
    await eventually(() => page.url()).toContain('where=os%3Dlinux')
    const uses = usesOf('command.completed').filter((use) => use.context.os === 'linux')
    await eventually(() =>
      panel(page, 'By command').getByRole('listitem').filter({ hasText: 'build' }).innerText(),
    ).toContain(count(uses.filter((use) => use.fields.command === 'build').length))
    await page.getByRole('button', { name: 'Show all' }).click()
    await eventually(() => page.url()).not.toContain('where=')
  })

  it('shows small groups as few, and says why', async () => {
    const page = await rig.open('#/fleet-tool/command.completed', { k: 5 })
    const command = panel(page, 'By command')
    await eventually(() => command.innerText()).toContain('too few machines stand behind each of them')
    expect(await command.getByRole('listitem').count()).toBeLessThan(5)
    await command.getByText('How to read this').click()
    expect(await command.innerText()).toContain('Groups of fewer than 5 machines are not shown alone')
    await shoot(page, 'few')
  })
})

function shownPercentile(values: readonly number[], p: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.ceil(sorted.length * p) - 1] ?? NaN
  const middle = value === 0 ? 0 : bucketMiddle(bucketIndex(value))
  const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
  return middle < 1_000 ? `${digits.format(middle)} ms` : `${digits.format(middle / 1_000)} s`
}
