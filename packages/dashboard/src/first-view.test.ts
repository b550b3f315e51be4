import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'

const room = join(import.meta.dirname, '..')
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'))
  await build({
    root: room,
    configFile: join(room, 'vite.config.ts'),
    logLevel: 'silent',
    mode: 'production',
    build: { outDir: folder, emptyOutDir: true },
  })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const built = (): readonly { name: string; text: string }[] =>
  globSync('**/*.{html,js,css,svg}', { cwd: folder }).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }))

describe('the built page', () => {
  it('brings the first view in 250 kB gzip', () => {
    const size = built().reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0)
    expect(size).toBeGreaterThan(50_000)
    expect(size).toBeLessThanOrEqual(250_000)
  })

  it('has no inline script and no inline style, so that the strictest policy holds', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    for (const [, attributes, inside] of page.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
      expect(attributes).toContain('src="/app/')
      expect(inside).toBe('')
    }
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })

  it('takes everything from where it came from', () => {
    for (const { name, text } of built()) {
      if (name.endsWith('.html'))
        expect([...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1])).toSatisfy((all: string[]) =>
          all.every((address) => address.startsWith('/app/')),
        )
      if (name.endsWith('.css')) expect(text).not.toMatch(/@import|url\((?!['"]?\/app\/)/)
    }
  })
})

describe('the source', () => {
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: room }).filter((name) => !/\.test\.tsx?$/.test(name))
  const holding = (pattern: RegExp): readonly string[] =>
    sources.filter((name) => pattern.test(readFileSync(join(room, name), 'utf8')))

  it('reaches out in one file only', () => {
    expect(holding(/\bfetch\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon/)).toEqual(['src/ask/ask-server.ts'])
  })

  it('never makes markup out of text', () => {
    expect(
      holding(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/),
    ).toEqual([])
  })
})
