/// <reference lib="dom" />
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { copyAcme, type AcmeCopy, type Edits } from './acme-copy.ts'
import { findChromium } from './find-chromium.ts'
import { PLAINSIGHT, runCli } from './run-cli.ts'

/** Where screenshots are put, for a person to look at; none are taken without it. */
const shots = process.env.PLAINSIGHT_SHOTS

let copy: AcmeCopy
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  copy.remove()
})

const acme = (...words: readonly string[]): string[] => ['--', process.execPath, 'bin/acme.js', ...words]

describe('the page of the desk', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  })
  afterAll(() => browser.close())

  interface Desk {
    readonly url: string
    readonly page: string
    readonly child: ChildProcess
    readonly gone: Promise<number | null>
  }

  async function desk(args: readonly string[], folder = copy.folder): Promise<Desk> {
    const env = { ...process.env, VITEST: undefined, NODE_ENV: undefined, CI: undefined }
    const child = spawn(process.execPath, [PLAINSIGHT, 'dev', '--json', ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    const gone = new Promise<number | null>((resolve) => child.on('close', resolve))
    let text = ''
    const first = await new Promise<{ readonly url: string; readonly page: string }>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (text.includes('\n'))
          resolve(JSON.parse(text.slice(0, text.indexOf('\n'))) as { readonly url: string; readonly page: string })
      })
      void gone.then((code) => reject(new Error(`It ended with ${code}.`)))
    })
    return { url: first.url, page: first.page, child, gone }
  }

  async function open(
    address: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (asked) => {
      if (!asked.url().startsWith(new URL(address).origin)) complaints.push(`asked elsewhere: ${asked.url()}`)
    })
    await page.goto(address)
    return { page, complaints }
  }

  const eventually = <T>(look: () => Promise<T>): ReturnType<typeof expect.poll<T>> =>
    expect.poll(look, { timeout: 20_000, interval: 50 })

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
  }

  /** A program that lives: it records when it is told to. */
  const DAEMON: Edits = {
    'src/main.ts': (text) => `${text}
const loose = telemetry as { record(name: string, values: object): void }
let n = 0
setInterval(() => {
  n++
  if (n === 1) loose.record('limits.checked', { passed: true, limits: 'none' })
  if (n === 2) loose.record('limits.checked', { passed: '<img src=x onerror=alert(1)>', limits: 'none' })
}, 200)
`,
  }

  it('shows what a living program records as it happens, today’s counts too, and nothing that came is markup', async () => {
    copy = copyAcme(DAEMON)
    const { page: address, child, gone } = await desk(acme('list'))
    const { page, complaints } = await open(address)
    await eventually(() => page.locator('#state').textContent()).toBe('live')
    await eventually(() =>
      page.locator('.event', { hasText: 'limits.checked' }).locator('h3 span').last().textContent(),
    ).toBe('1')
    await eventually(() => page.locator('#misfits').textContent()).toBe('1')
    // By keys alone: what did not fit, the first of it, open.
    await page.keyboard.press('2')
    await eventually(() => page.locator('#list > li').count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('.refused-row code').textContent()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.locator('.refused-row .rule').textContent()).toContain('yes or no')
    expect(await page.locator('#list img').count()).toBe(0)
    await shoot(page, 'desk')
    await page.keyboard.press('/')
    await page.keyboard.type('no such thing')
    await eventually(() => page.locator('#empty').textContent()).toContain('Nothing of what happened is like this')
    await page.keyboard.press('Escape')
    const theme = await page.locator('html').getAttribute('data-theme')
    await page.keyboard.press('d')
    expect(await page.locator('html').getAttribute('data-theme')).not.toBe(theme)
    await page.keyboard.press('?')
    expect(await page.locator('#help').isVisible()).toBe(true)
    // It ends: what was shown stays, and the page says so.
    child.kill('SIGTERM')
    await gone
    await eventually(() => page.locator('#state').textContent()).toContain('The desk')
    expect(await page.locator('#misfits').textContent()).not.toBe('0')
    expect(complaints.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
    await page.context().close()
  })

  it('says what to do while there is nothing, fits a phone, and is dark where the system is', async () => {
    copy = copyAcme()
    const { page: address, child } = await desk([])
    const { page, complaints } = await open(address, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
    await eventually(() => page.locator('#empty').textContent()).toContain('Nothing was recorded yet')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await shoot(page, 'desk-empty-phone')
    expect(complaints).toEqual([])
    child.kill('SIGKILL')
    await eventually(() => page.locator('#state').textContent()).toContain('does not answer')
    await page.context().close()
  })

  it('is only for who was told its address, under the desk’s own name', async () => {
    copy = copyAcme()
    const { url, page } = await desk([])
    const status = async (address: string, init?: RequestInit): Promise<number> => (await fetch(address, init)).status
    expect(await status(page)).toBe(200)
    expect(await status(`${page}events/`)).toBe(404)
    expect(await status(`${page}../desk.js`)).toBe(404)
    expect(await status(`${url}/${'0'.repeat(32)}/`)).toBe(404)
    expect(await status(`${url}/desk/${'0'.repeat(64)}`, { method: 'POST', body: '{}' })).toBe(404)
    expect(await status(page, { method: 'POST' })).toBe(405)
    expect(await (await fetch(url)).text()).not.toContain(page.split('/')[3])
    const { headers } = await fetch(page)
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'`)
    expect(headers.get('access-control-allow-origin')).toBeNull()
    // A name that somebody else made point here.
    const foreign = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(page, { headers: { host: 'rebound.example' } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      asked.on('error', reject).end()
    })
    expect(foreign).toBe(421)
  })

  it('ends with the contract’s problem where there is no desk to open', async () => {
    copy = copyAcme()
    const empty = mkdtempSync(join(tmpdir(), 'plainsight-no-contract-'))
    try {
      expect((await runCli(empty, ['dev'])).code).toBe(2)
    } finally {
      rmSync(empty, { recursive: true })
    }
  })
})
