import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './run-command.ts'

const hidden = /(^|\/)(node_modules|dist|\.[^/]+)\//
const pages = globSync('**/*.md', { cwd: root, exclude: (name) => /^(node_modules|dist|\.git)$/.test(basename(name)) })
  .filter((path) => !hidden.test(path))
  .sort()

/** What stands in fences and between backticks is shown, not linked. */
function prose(page: string): string {
  return readFileSync(join(root, page), 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '))
}

/** The relative links of a page, pictures too, each with its file as a path from the root and its heading. */
function linksOf(page: string): { text: string; file: string; heading: string | undefined }[] {
  return [...prose(page).matchAll(/\]\((?:<([^>]+)>|([^)\s]+))\)/g)]
    .map(([, angled, plain]) => angled ?? plain ?? '')
    .filter((text) => !/^[a-z]+:/i.test(text))
    .map((text) => {
      const [path = '', heading] = text.split('#')
      const file = path === '' ? page : relative(root, resolve(root, dirname(page), path))
      return { text, file, heading }
    })
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>()
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
  for (const [, words = ''] of text.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const anchor = words
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
    let unique = anchor
    for (let nth = 1; anchors.has(unique); nth++) unique = `${anchor}-${nth}`
    anchors.add(unique)
  }
  return anchors
}

describe('the links of the documentation', () => {
  it('there are pages', () => expect(pages.length).toBeGreaterThan(20))

  it.each(pages)('%s leads to files and headings that are there', (page) => {
    const broken = linksOf(page).filter(({ file, heading }) => {
      if (file.startsWith('..') || !existsSync(join(root, file))) return true
      return heading !== undefined && file.endsWith('.md') && !anchorsOf(file).has(heading)
    })
    expect(broken.map(({ text }) => text)).toEqual([])
  })

  it('each page of docs can be reached from the README', () => {
    const reached = new Set(['README.md'])
    // A set is walked on while it grows.
    for (const page of reached)
      for (const { file } of linksOf(page)) {
        const path = join(root, file)
        if (!existsSync(path)) continue
        // A link to a folder shows what lies in it.
        const files = statSync(path).isDirectory()
          ? globSync('*.md', { cwd: path }).map((name) => join(file, name))
          : [file]
        for (const each of files) if (each.endsWith('.md')) reached.add(each)
      }
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([])
  })
})

describe('the pages of decisions', () => {
  const decisions = globSync('*.md', { cwd: join(root, 'docs', 'decisions') }).sort()

  it('are numbered one by one, each number once, in the name and in the title', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1))
    for (const name of decisions)
      expect(readFileSync(join(root, 'docs', 'decisions', name), 'utf8')).toMatch(
        new RegExp(`^# ${Number(name.slice(0, 4))}\\. \\S`),
      )
  })

  it.each(decisions)('%s says what it was about, what was decided, and what came of it', (name) => {
    const text = readFileSync(join(root, 'docs', 'decisions', name), 'utf8')
    const decided = text.indexOf('**Decided')
    expect(text.slice(0, decided).split('\n').slice(1).join('').trim().length).toBeGreaterThan(40)
    expect(text.slice(decided)).toMatch(/\*\*(What follows|Given up|Instead of|Why)\b/i)
  })
})
