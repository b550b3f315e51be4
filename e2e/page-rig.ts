/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from '@plainsight/contract'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { startServer, type RunningServer } from '@plainsight/server'
import type { EventRow } from '@plainsight/store'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { build } from 'vite'
import { expect } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { FLEET_CONTRACT, FLEET_SOURCE, laterDay, seededFleet, type Fleet } from './seeded-fleet.ts'

/** The day on which everything in these tests happens, for the servers and for the browser. */
export const TODAY = '2026-11-20'
/** The last day that machines have reported. */
export const LAST: string = laterDay(TODAY, -1)
/** What happened, and the rows that came of it. */
export const FLEET: Fleet = seededFleet({ seed: 11, machines: 70, days: 40, last: LAST })

const NOON = Date.parse(`${TODAY}T12:00:00Z`)

/** Where screenshots are put, for a person to look at; none are taken without it. */
const shots = process.env.PLAINSIGHT_SHOTS

/** How a page is opened. */
export type OpenOptions = Parameters<Browser['newContext']>[0] & {
  /** Smallest group shown: 1 shows everything, 5 is what operators see. */
  readonly k?: 1 | 5
  readonly before?: (page: Page) => Promise<unknown>
}

/** A browser, and two real servers with the same rows: one shows everything, one what operators see. */
export interface PageRig {
  /** Opens an address of the page, such as `#/fleet-tool`. */
  open(address: string, options?: OpenOptions): Promise<Page>
  /** What went wrong unseen since it was last asked: errors in the console, breaches of the policy, requests to elsewhere. */
  complaints(): readonly string[]
  /** Closes every page that was opened. */
  leave(): Promise<void>
  close(): Promise<void>
}

/** Rows of another contract than the fleet's. */
export interface MoreRows {
  readonly contract: string
  readonly events: readonly EventRow[]
}

/** Builds the page, starts the servers and the browser. */
export async function startPageRig(others: readonly Contract[] = [], more: readonly MoreRows[] = []): Promise<PageRig> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  const contractsDir = join(folder, 'contracts')
  mkdirSync(contractsDir)
  for (const contract of [FLEET_SOURCE as Contract, ...others])
    writeFileSync(join(contractsDir, `${contract.name}.lock.json`), lockText(makeLock(contract, undefined, TODAY)))
  const dashboardDir = join(folder, 'dashboard')
  const room = join(import.meta.dirname, '../packages/dashboard')
  await build({
    root: room,
    configFile: join(room, 'vite.config.ts'),
    logLevel: 'silent',
    mode: 'production',
    build: { outDir: dashboardDir, emptyOutDir: true },
  })
  const servers = new Map<number, RunningServer>()
  for (const k of [1, 5])
    servers.set(k, await startFilled({ contractsDir, dataDir: join(folder, `k${k}`), dashboardDir, k }, more))
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  const pages: Page[] = []
  const complaints: string[] = []

  return {
    async open(address, { k = 1, before, ...rest } = {}) {
      const { url } = servers.get(k) as RunningServer
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...rest })
      const page = await context.newPage()
      pages.push(page)
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) complaints.push(`asked elsewhere: ${request.url()}`)
      })
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
        )
      })
      await page.clock.setFixedTime(NOON)
      await before?.(page)
      await page.goto(`${url}/app/${address}`)
      return page
    },
    complaints: () => complaints.splice(0),
    async leave() {
      for (const page of pages.splice(0)) await page.context().close()
    },
    async close() {
      await browser.close()
      for (const server of servers.values()) await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Looks until it is so: the browser is another process, and the machine may be busy. */
export function eventually<T>(look: () => Promise<T> | T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 20_000, interval: 50 })
}

/** A panel of the page, by its title. */
export function panel(page: Page, title: string): Locator {
  return page.locator(`[data-panel="${title}"]`)
}

/** Takes a picture of a page for a person, where one was asked for. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

async function startFilled(
  options: {
    readonly contractsDir: string
    readonly dataDir: string
    readonly dashboardDir: string
    readonly k: number
  },
  more: readonly MoreRows[],
): Promise<RunningServer> {
  const started = await startServer({ ...options, port: 0, durability: 'os', clock: () => NOON })
  if (started.kind === 'refused') throw new Error(started.message)
  const { rows, drift, outcomes } = FLEET
  const blocks = [{ contract: FLEET_CONTRACT.name, events: rows, drift, outcomes }, ...more]
  for (const filled of blocks) {
    const { block, refused } = started.store.encodeBlock(filled, filled.contract)
    expect(refused).toEqual([])
    expect(await started.store.insertBlock(block)).toEqual({ kind: 'stored' })
  }
  return started
}
