/// <reference lib="dom" />
import { choice, defineContract, errors, type Contract } from '@plainsight/contract'
import type { EventRow } from '@plainsight/store'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually, LAST, panel, shoot, startPageRig, TODAY, type PageRig } from './page-rig.ts'
import { laterDay } from './seeded-fleet.ts'

const FAULTY = defineContract({
  name: 'faulty-tool',
  version: '1.0.0',
  title: 'Faulty tool',
  description: 'A tool that fails',
  owners: ['@faulty/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  environment: ['os', 'ci'],
  presence: false,
  fields: { command: choice(['init', 'build'], 'Which command ran', { transient: true }) },
  events: {
    'program.failed': errors({
      what: 'The program failed',
      why: 'What to mend first',
      readBy: ['report:errors'],
      codes: ['E_CONFIG'],
      fields: { command: 'optional' },
    }),
  },
})
const QUIET = { ...FAULTY, name: 'quiet-tool', title: 'Quiet tool' }

let key = 0
const row = (over: Partial<EventRow> & Pick<EventRow, 'event'>): EventRow => ({
  version: '1.0.0',
  day: LAST,
  source: 'cli',
  actor: 'anonymous',
  key: (++key).toString(16).padStart(16, '0'),
  expires: laterDay(TODAY, 30),
  ...over,
})
const failed = (name: string, code: string, group: string, day: string): EventRow =>
  row({
    event: 'program.failed',
    day,
    at: `${day}T10`,
    context: { os: 'linux' },
    fields: { command: 'build' },
    error: { group, class: name, code, handled: false, fatal: true, frames: ['foreign'], causes: [] },
  })
const told = (field: string, value: string): EventRow =>
  row({ event: 'plainsight.environment', day: `${LAST.slice(0, 7)}-02`, fields: { field, value } })

const BEFORE = laterDay(LAST, -3)
const ROWS: readonly EventRow[] = [
  ...Array.from({ length: 12 }, () => failed('TypeError', 'E_CONFIG', '00112233445566aa', LAST)),
  ...Array.from({ length: 7 }, () => failed('RangeError', 'ENOENT', '00112233445566bb', BEFORE)),
  ...Array.from({ length: 30 }, () => told('os', 'linux')),
  ...Array.from({ length: 10 }, () => told('os', 'darwin')),
]

let rig: PageRig

beforeAll(async () => {
  rig = await startPageRig([FAULTY as Contract, QUIET as Contract], [{ contract: 'faulty-tool', events: ROWS }])
})

afterAll(() => rig?.close())

afterEach(async () => {
  await rig.leave()
  expect(rig.complaints()).toEqual([])
})

describe('error reports on the page', () => {
  it('are shown by class, code and group, and by day, and lead to the page of their event', async () => {
    const page = await rig.open('#/faulty-tool')
    const box = panel(page, 'Errors')
    const bars = (): Promise<string[]> => box.locator('ul[aria-label] li').allInnerTexts()
    const read = async (): Promise<string[]> => (await bars()).map((text) => text.replaceAll(/\s+/g, ' ').trim())
    await eventually(read).toEqual(['TypeError 12 63.2%', 'RangeError 7 36.8%'])
    await eventually(() => panel(page, 'Errors by day').locator('canvas').count()).toBe(1)
    await shoot(page, 'errors')
    // With the keyboard alone.
    await box.getByRole('radio', { name: 'Class', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await eventually(read).toEqual(['E_CONFIG 12 63.2%', 'ENOENT 7 36.8%'])
    await page.keyboard.press('ArrowRight')
    await eventually(read).toEqual(['00112233445566aa 12 63.2%', '00112233445566bb 7 36.8%'])
    expect(await page.locator('tr[data-event="program.failed"]').innerText()).toContain('error reports')
    await box.getByRole('link', { name: 'program.failed' }).click()
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toMatch(
      /^program.failed\s+error reports$/,
    )
    for (const split of ['class', 'code', 'handled', 'fatal', 'group', 'command'])
      await eventually(() => panel(page, `By ${split}`).locator('ul[aria-label] li').count()).toBeGreaterThan(0)
    // One class, by day: what the others are is left out.
    await panel(page, 'By class')
      .getByRole('button', { name: /RangeError/ })
      .click()
    await eventually(() => page.locator('main').innerText()).toContain('Only records with class = RangeError')
    const counts = panel(page, 'Times by day')
    await counts.getByText('Numbers', { exact: true }).click()
    await eventually(async () => {
      const lines = await counts.locator('tbody tr').allInnerTexts()
      return lines.map((line) => Number(line.split('\t').at(-1))).filter((count) => count > 0)
    }).toEqual([7])
    await shoot(page, 'errors-event')
  })

  it('are waited for, fail alone and can be asked for again', async () => {
    let isAway = true
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const page = await rig.open('#/faulty-tool', {
      before: (made) =>
        made.route('**/api/questions/breakdown**', async (route) => {
          if (!isAway) return route.continue()
          await held
          return route.fulfill({ status: 503, json: { error: 'unavailable', message: 'The store is away.' } })
        }),
    })
    const box = panel(page, 'Errors')
    await eventually(() => box.getByRole('status').getAttribute('aria-label')).toBe('Errors: being asked for')
    release()
    await eventually(() => box.locator('[data-state="failed"]').innerText()).toContain('The store is away.')
    await eventually(() => panel(page, 'Machines by os').locator('ul[aria-label] li').count()).toBe(2)
    isAway = false
    await box.getByRole('button', { name: 'Try again: Errors' }).click()
    await eventually(() => box.locator('ul[aria-label] li').count()).toBe(2)
    expect(rig.complaints().filter((text) => !text.includes('503'))).toEqual([])
  })

  it('say so where there are none, and where too few machines stand behind them', async () => {
    const page = await rig.open('#/quiet-tool')
    await eventually(() => panel(page, 'Errors').innerText()).toContain('No error was reported in these days')
    await eventually(() => panel(page, 'Machines by os').innerText()).toContain('Nobody has told this in November 2026')
    const fleet = await rig.open('#/fleet-tool')
    await eventually(() => panel(fleet, 'Events').locator('tr[data-event]').count()).toBe(3)
    expect(await panel(fleet, 'Errors').count()).toBe(0)
    const operators = await rig.open('#/faulty-tool', { k: 5 })
    await eventually(() => panel(operators, 'Errors').locator('ul[aria-label] li').count()).toBeGreaterThan(0)
    expect(await panel(operators, 'Errors').innerText()).not.toMatch(/\b(?:12|7)\b.*%/)
  })

  it('fit a phone and the dark', async () => {
    const page = await rig.open('#/faulty-tool', {
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      colorScheme: 'dark',
    })
    await eventually(() => panel(page, 'Errors').locator('ul[aria-label] li').count()).toBe(2)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await shoot(page, 'errors-phone-dark')
  })
})

describe('values told alone on the page', () => {
  it('are shares of machines in the month that the days end in', async () => {
    const page = await rig.open('#/faulty-tool')
    const box = panel(page, 'Machines by os')
    await eventually(async () =>
      (await box.locator('ul[aria-label] li').allInnerTexts()).map((text) => text.split(/\s+/)),
    ).toEqual([
      ['linux', '30', '75%'],
      ['darwin', '10', '25%'],
    ])
    expect(await box.innerText()).toContain('told alone, once a calendar month: November 2026')
    await eventually(() => panel(page, 'Machines by ci').innerText()).toContain('Nobody has told this')
  })
})
