/// <reference lib="dom" />
import { accessSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bucketIndex, bucketMiddle } from '@plainsight/contract/histogram'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { startServer, type RunningServer } from '@plainsight/server'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FLEET_CONTRACT, FLEET_SOURCE, laterDay, seededFleet, type Use } from './seeded-fleet.ts'

/** Where screenshots are put, for a person to look at; none are taken without it. */
const shots = process.env.PLAINSIGHT_SHOTS

const today = new Date().toISOString().slice(0, 10)
const last = laterDay(today, -1)
const fleet = seededFleet({ seed: 11, machines: 70, days: 40, last })
const EMPTY = { ...FLEET_SOURCE, name: 'empty-tool', title: 'Empty tool' }
/** Everything in a contract that is free text, set to what a browser would run if it were not text. */
const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
const HOSTILE = {
  ...FLEET_SOURCE,
  name: 'hostile-tool',
  title: `Hostile ${SCRIPT}`,
  description: SCRIPT,
  docs: 'javascript:document.title=3',
}

let folder: string
let server: RunningServer
let guarded: RunningServer
let browser: Browser
const pages: Page[] = []
const complaints: string[] = []

async function start(name: string, k: number, dashboardDir: string): Promise<RunningServer> {
  const contractsDir = join(folder, 'contracts')
  const started = await startServer({
    contractsDir,
    dataDir: join(folder, name),
    port: 0,
    durability: 'os',
    k,
    dashboardDir,
  })
  if (started.kind === 'refused') throw new Error(started.message)
  const { block, refused } = started.store.encodeBlock(
    { contract: FLEET_CONTRACT.name, events: fleet.rows, drift: fleet.drift, outcomes: fleet.outcomes },
    'fleet',
  )
  expect(refused).toEqual([])
  expect(await started.store.insertBlock(block)).toEqual({ kind: 'stored' })
  return started
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(folder, 'contracts'))
  for (const contract of [FLEET_SOURCE, EMPTY, HOSTILE])
    writeFileSync(
      join(folder, 'contracts', `${contract.name}.lock.json`),
      lockText(makeLock(contract, undefined, today)),
    )
  const dashboardDir = join(folder, 'dashboard')
  const room = join(import.meta.dirname, '../packages/dashboard')
  await build({
    root: room,
    configFile: join(room, 'vite.config.ts'),
    logLevel: 'silent',
    mode: 'production',
    build: { outDir: dashboardDir, emptyOutDir: true },
  })
  server = await start('open', 1, dashboardDir)
  guarded = await start('guarded', 5, dashboardDir)
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await guarded?.close()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  expect(complaints.splice(0)).toEqual([])
})

async function open(
  address: string,
  options: Parameters<Browser['newContext']>[0] & {
    on?: RunningServer
    before?: (page: Page) => Promise<unknown>
  } = {},
): Promise<Page> {
  const { on = server, before, ...rest } = options
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...rest })
  const page = await context.newPage()
  pages.push(page)
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(on.url)) complaints.push(`asked elsewhere: ${request.url()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  await before?.(page)
  await page.goto(`${on.url}/app/${address}`)
  return page
}

function findChromium(): string {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = places.find((place) => {
    try {
      accessSync(place ?? '')
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) throw new Error('This test needs Chromium: `apt-get install chromium`, or CHROMIUM=path.')
  return found
}

// The browser is another process, and the machine may be busy.
const eventually = <T>(look: () => Promise<T> | T): ReturnType<typeof expect.poll<T>> =>
  expect.poll(look, { timeout: 15_000, interval: 50 })

const panel = (page: Page, title: string): Locator => page.locator(`[data-panel="${title}"]`)

// The numbers behind a chart, as a person reads them: the texts of the table's cells.
async function numbers(page: Page, title: string): Promise<string[][]> {
  const box = panel(page, title)
  await box.getByText('Numbers', { exact: true }).click()
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
  new Set(fleet.uses.filter((use) => use.day >= from && use.day <= to).map((use) => use.machine)).size
const weightOf = (use: Use): number => (use.event === 'tip.shown' ? (use.recorded ? 2 : 0) : 1)
// The page's own range: 30 finished days.
const days = Array.from({ length: 30 }, (_, i) => laterDay(last, -i))
const usesOf = (event: string): readonly Use[] =>
  fleet.uses.filter((use) => use.event === event && days.includes(use.day))

describe('the overview', () => {
  it('shows what an independent count of the raw uses gives', async () => {
    const page = await open('#/fleet-tool')
    await eventually(() => panel(page, 'Active machines').locator('canvas').count()).toBe(1)
    expect(await numbers(page, 'Active machines')).toEqual(
      days.map((day) => [
        fullDay(day),
        count(machinesBetween(day, day)),
        count(machinesBetween(laterDay(day, -6), day)),
      ]),
    )
    const tile = (title: string): Promise<string> => page.locator(`[data-tile="${title}"]`).innerText()
    expect(await tile('Active in a day')).toContain(`\n${count(machinesBetween(last, last))}\n`)
    expect(await tile('Active in 7 days')).toContain(`\n${count(machinesBetween(laterDay(last, -6), last))}\n`)
    const received = sum(fleet.outcomes.map((row) => row.count))
    expect(await tile('Records received')).toContain(`\n${count(received)}\n`)
    expect(await tile('Stored')).toContain(
      `${count(fleet.rows.length)} stored, ${count(received - fleet.rows.length)} not`,
    )

    for (const event of Object.keys(FLEET_CONTRACT.events)) {
      const cell = page.locator(`tr[data-event="${event}"] [data-count]`)
      expect(await cell.getAttribute('data-count')).toBe(String(sum(usesOf(event).map(weightOf))))
    }
    const machineDays = new Set(
      fleet.uses.filter((use) => days.includes(use.day)).map((use) => `${use.context.os} ${use.day} ${use.machine}`),
    )
    const byOs = Map.groupBy(machineDays, (line) => line.split(' ')[0] ?? '')
    const shown = (await numbers(page, 'Active machines by os')).map(([name, times]): [string, string] => [
      name ?? '',
      times ?? '',
    ])
    expect(new Map(shown)).toEqual(new Map([...byOs].map(([os, lines]) => [os, count(lines.length)])))
    const drift = panel(page, 'Drift').locator('[data-line="command.completed command other"]')
    const perDay = Map.groupBy(
      fleet.drift.filter((row) => days.includes(row.day)),
      (row) => row.day,
    )
    expect(await drift.innerText()).toContain(
      `${Math.max(...[...perDay.values()].map((rows) => rows.length))} machines`,
    )
    await expect(page.locator('[data-freshness]').innerText()).resolves.toMatch(
      /^Last received .* ago · newest day reported/,
    )
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'overview.png'), fullPage: true })
  })

  it('follows the range that is chosen, and keeps it in its address', async () => {
    const page = await open('#/fleet-tool')
    await page.getByText('7 days', { exact: true }).click()
    await eventually(() => page.url()).toContain('days=7')
    const events = 'command.completed'
    const expected = sum(
      usesOf(events)
        .filter((use) => use.day >= laterDay(today, -7))
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
    await page.getByLabel('From (UTC day)').fill(last)
    await eventually(() => page.url()).toContain(`from=${last}&to=${today}`)
    await eventually(() => page.locator(`tr[data-event="${events}"] [data-count]`).getAttribute('data-count')).toBe(
      String(usesOf(events).filter((use) => use.day === last).length),
    )
  })
})

describe('the page of an event', () => {
  it('shows what an independent count of the raw uses gives', async () => {
    const page = await open('#/fleet-tool/command.completed')
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
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'event.png'), fullPage: true })
  })

  it('says what the contract says: what, why, who reads it, how far it follows anyone', async () => {
    const page = await open('#/fleet-tool/project.indexed')
    await eventually(() => page.locator('dl').innerText()).toMatch(
      /A project was indexed[^]*Which parts to work on first[^]*chart:tests[^]*a month[^]*120 days/,
    )
  })

  it('narrows every figure to a value that is chosen, and widens again', async () => {
    const page = await open('#/fleet-tool/command.completed')
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
    const page = await open('#/fleet-tool/command.completed', { on: guarded })
    const command = panel(page, 'By command')
    await eventually(() => command.innerText()).toContain('too few machines stand behind each of them')
    expect(await command.getByRole('listitem').count()).toBeLessThan(5)
    await command.getByText('How to read this').click()
    expect(await command.innerText()).toContain('Groups of fewer than 5 machines are not shown alone')
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'few.png'), fullPage: true })
  })
})

describe('the states of a panel', () => {
  it('are empty ones that say how the first data arrives', async () => {
    const page = await open('#/empty-tool')
    await eventually(() => page.locator('[data-state="first-data"]').innerText()).toMatch(
      /EMPTY_TOOL_TELEMETRY=1 EMPTY_TOOL_TELEMETRY_ENDPOINT=http:\/\/127\.0\.0\.1:\d+ empty-tool/,
    )
    await eventually(() => page.locator('[data-state="empty"]').count()).toBe(5)
    expect(await panel(page, 'Active machines').innerText()).toContain('No machine reported in these days')
    expect(await page.locator('tr[data-event]').count()).toBe(3)
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'empty.png'), fullPage: true })
  })

  it('fail alone, in a sentence, and can be tried again', async () => {
    let isAway = true
    const page = await open('#/fleet-tool', {
      before: (made) =>
        made.route('**/api/questions/versions**', (route) =>
          isAway
            ? route.fulfill({
                status: 503,
                json: { error: 'unavailable', message: 'The store is away at the moment.' },
              })
            : route.continue(),
        ),
    })
    const versions = panel(page, 'Versions in use')
    await eventually(() => versions.locator('[data-state="failed"]').innerText()).toContain(
      'The store is away at the moment.',
    )
    await eventually(() => panel(page, 'Active machines').locator('canvas').count()).toBe(1)
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'failed.png'), fullPage: true })
    isAway = false
    await versions.getByRole('button', { name: 'Try again: Versions in use' }).click()
    await eventually(() => versions.locator('canvas').count()).toBe(1)
    // The browser itself notes a refused request; nothing else is wrong.
    expect(complaints.splice(0).filter((text) => !text.includes('503'))).toEqual([])
  })

  it('wait at their full height while they are asked for', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const page = await open('#/fleet-tool', {
      before: (made) =>
        made.route('**/api/questions/active-machines**', async (route) => {
          await held
          await route.continue()
        }),
    })
    const active = panel(page, 'Active machines')
    await eventually(() => active.getByRole('status').getAttribute('aria-label')).toBe(
      'Active machines: being asked for',
    )
    const before = await active.boundingBox()
    release()
    await eventually(() => active.locator('canvas').count()).toBe(1)
    const after = await active.boundingBox()
    expect(Math.abs((after?.height ?? 0) - (before?.height ?? 0))).toBeLessThan(2)
    expect(after?.y).toBe(before?.y)
  })

  it('say so when the server is gone, and for addresses that lead nowhere', async () => {
    const page = await open('#/fleet-tool', {
      before: (made) => made.route('**/api/contracts', (route) => route.abort()),
    })
    await eventually(() => page.locator('main').innerText()).toContain('The server cannot be reached.')
    complaints.splice(0)
    const nowhere = await open('#/no-such-tool')
    await eventually(() => nowhere.locator('main').innerText()).toContain('There is no such contract here')
    const noEvent = await open('#/fleet-tool/no.such')
    await eventually(() => noEvent.locator('main').innerText()).toContain('declares no such event')
  })
})

describe('the page', () => {
  it('runs nothing that stands in a contract: every text is text', async () => {
    const page = await open('#/hostile-tool')
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(`Hostile ${SCRIPT}`)
    expect(await page.title()).toBe(`Hostile ${SCRIPT} · Plainsight`)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  })

  it('can be used with the keyboard alone', async () => {
    const page = await open('#/fleet-tool')
    await eventually(() => panel(page, 'Active machines').locator('canvas').count()).toBe(1)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Skip to the figures')
    await page.keyboard.press('Enter')
    const seen: string[] = []
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      seen.push(await focused(page))
    }
    expect(seen).toContain('command.completed')
    const chart = panel(page, 'Active machines').getByRole('group', { name: /arrow keys/ })
    await chart.focus()
    await page.keyboard.press('ArrowLeft')
    const legend = panel(page, 'Active machines').locator('[aria-live]')
    const before = laterDay(last, -1)
    expect(await legend.innerText()).toMatch(
      new RegExp(`${fullDay(before)}\\s+That day ${machinesBetween(before, before)}`),
    )
    await page.keyboard.press('Home')
    expect(await legend.innerText()).toContain(fullDay(laterDay(last, -29)))
    await page.getByRole('link', { name: 'command.completed' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toContain('command.completed')
  })

  it('follows the system into the dark, and a choice of its own after that', async () => {
    const page = await open('#/fleet-tool', { colorScheme: 'dark' })
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(await ground()).toBe('rgb(18, 22, 29)')
    if (shots !== undefined) {
      await eventually(() => page.locator('canvas').count()).toBe(2)
      await page.screenshot({ path: join(shots, 'dark.png'), fullPage: true })
    }
    await page.getByRole('button', { name: /^Colours/ }).click()
    await eventually(ground).toBe('rgb(245, 246, 248)')
    await page.reload()
    expect(await ground()).toBe('rgb(245, 246, 248)')
  })

  it('fits a phone', async () => {
    for (const address of ['#/fleet-tool', '#/fleet-tool/command.completed', '#/empty-tool']) {
      const page = await open(address, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
      await eventually(() => page.locator('[data-panel]').count()).toBeGreaterThan(3)
      await page.waitForLoadState('networkidle')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
      if (shots !== undefined)
        await page.screenshot({ path: join(shots, `phone-${address.replaceAll(/\W+/g, '-')}.png`), fullPage: true })
    }
  })
})

function focused(page: Page): Promise<string> {
  return page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '')
}

function shownPercentile(values: readonly number[], p: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.ceil(sorted.length * p) - 1] ?? NaN
  const middle = value === 0 ? 0 : bucketMiddle(bucketIndex(value))
  const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
  return middle < 1_000 ? `${digits.format(middle)} ms` : `${digits.format(middle / 1_000)} s`
}
