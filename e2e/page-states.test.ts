/// <reference lib="dom" />
import type { Contract } from '@plainsight/contract'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually, FLEET, LAST, panel, shoot, startPageRig, type PageRig } from './page-rig.ts'
import { FLEET_SOURCE, laterDay } from './seeded-fleet.ts'

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

let rig: PageRig

beforeAll(async () => {
  rig = await startPageRig([EMPTY as Contract, HOSTILE as Contract])
})

afterAll(() => rig?.close())

afterEach(async () => {
  await rig.leave()
  expect(rig.complaints()).toEqual([])
})

const fullDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(day))

describe('the states of a panel', () => {
  it('are empty ones that say how the first data arrives', async () => {
    const page = await rig.open('#/empty-tool')
    await eventually(() => page.locator('[data-state="first-data"]').innerText()).toMatch(
      /EMPTY_TOOL_TELEMETRY=1 EMPTY_TOOL_TELEMETRY_ENDPOINT=http:\/\/127\.0\.0\.1:\d+ empty-tool/,
    )
    await eventually(() => page.locator('[data-state="empty"]').count()).toBe(5)
    expect(await panel(page, 'Active machines').innerText()).toContain('No machine reported in these days')
    expect(await page.locator('tr[data-event]').count()).toBe(3)
    await shoot(page, 'empty')
  })

  it('fail alone, in a sentence, and can be tried again', async () => {
    let isAway = true
    const page = await rig.open('#/fleet-tool', {
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
    await shoot(page, 'failed')
    isAway = false
    await versions.getByRole('button', { name: 'Try again: Versions in use' }).click()
    await eventually(() => versions.locator('canvas').count()).toBe(1)
    // The browser itself notes a refused request; nothing else is wrong.
    expect(rig.complaints().filter((text) => !text.includes('503'))).toEqual([])
  })

  it('wait at their full height while they are asked for', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const page = await rig.open('#/fleet-tool', {
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
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(1)
  })

  it('say so when the server is gone, and for addresses that lead nowhere', async () => {
    const page = await rig.open('#/fleet-tool', {
      before: (made) => made.route('**/api/contracts', (route) => route.abort()),
    })
    await eventually(() => page.locator('main').innerText()).toContain('The server cannot be reached.')
    rig.complaints()
    const nowhere = await rig.open('#/no-such-tool')
    await eventually(() => nowhere.locator('main').innerText()).toContain('There is no such contract here')
    const noEvent = await rig.open('#/fleet-tool/no.such')
    await eventually(() => noEvent.locator('main').innerText()).toContain('declares no such event')
  })
})

describe('the page', () => {
  it('runs nothing that stands in a contract: every text is text', async () => {
    const page = await rig.open('#/hostile-tool')
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(`Hostile ${SCRIPT}`)
    expect(await page.title()).toBe(`Hostile ${SCRIPT} · Plainsight`)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  })

  it('can be used with the keyboard alone', async () => {
    const page = await rig.open('#/fleet-tool')
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
    const before = laterDay(LAST, -1)
    const machines = new Set(FLEET.uses.filter((use) => use.day === before).map((use) => use.machine)).size
    expect(await legend.innerText()).toMatch(new RegExp(`${fullDay(before)}\\s+That day ${machines}`))
    await page.keyboard.press('Home')
    expect(await legend.innerText()).toContain(fullDay(laterDay(LAST, -29)))
    await page.getByRole('link', { name: 'command.completed' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => page.getByRole('heading', { level: 1 }).innerText()).toContain('command.completed')
  })

  it('follows the system into the dark, and a choice of its own after that', async () => {
    const page = await rig.open('#/fleet-tool', { colorScheme: 'dark' })
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(await ground()).toBe('rgb(18, 22, 29)')
    await eventually(() => page.locator('canvas').count()).toBe(2)
    await shoot(page, 'dark')
    await page.getByRole('button', { name: /^Colours/ }).click()
    await eventually(ground).toBe('rgb(245, 246, 248)')
    await page.reload()
    expect(await ground()).toBe('rgb(245, 246, 248)')
  })

  it('fits a phone', async () => {
    for (const address of ['#/fleet-tool', '#/fleet-tool/command.completed', '#/empty-tool']) {
      const page = await rig.open(address, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 })
      await eventually(() => page.locator('[data-panel]').count()).toBeGreaterThan(3)
      await page.waitForLoadState('networkidle')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
      await shoot(page, `phone${address.replaceAll(/\W+/g, '-')}`)
    }
  })
})

function focused(page: Page): Promise<string> {
  return page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '')
}
