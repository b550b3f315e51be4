import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProgram } from './create-program.ts'
import { root } from '../../../tools/run-command.ts'

const program = createProgram(
  {
    print: () => undefined,
    say: () => undefined,
    cwd: root,
    today: () => '2026-11-20',
    onGithub: false,
    loadLimitMs: 1_000,
  },
  () => undefined,
)

const pages = globSync(['*.md', 'docs/*.md', 'examples/**/*.md', 'packages/*/README.md'], {
  cwd: root,
  exclude: (name) => name === 'node_modules' || name === 'dist',
}).sort()

/** Every command that a page shows, up to what it hands on: in fences by line, and between backticks. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const fences = [...text.matchAll(/^```(?:sh)?\n([\s\S]*?)^```/gm)].flatMap(([, code = '']) => code.split('\n'))
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  return [...fences, ...inline]
    .map((line) => /^(?:npx )?plainsight ((?!telemetry).*)$/.exec(line.replaceAll(/\s+/g, ' ').trim())?.[1])
    .flatMap((line) => (line === undefined ? [] : [line.split(/ -- | #|#/)[0]!]))
}

/** What of a shown command the program does not know. */
function unknownOf(line: string): string[] {
  const words = line.split(' ').filter((word) => word !== '')
  let command: typeof program = program
  for (let next = words[0]; next !== undefined && !next.startsWith('-'); next = words[0]) {
    const found = command.commands.find((each) => each.name() === next)
    if (found === undefined) {
      if (command === program) return [next]
      break
    }
    command = found
    words.shift()
  }
  const known = new Set([...command.options.map(({ long }) => long), '--help', '--version'])
  return words.filter((word) => word.startsWith('--')).filter((word) => !known.has(word.split('=')[0]!))
}

describe('the commands that the documentation shows', () => {
  it('are many', () => expect(pages.flatMap(commandsOf).length).toBeGreaterThan(30))

  it.each(pages)('%s names commands and options that are there', (page) => {
    expect(commandsOf(page).flatMap((line) => unknownOf(line).map((word) => `${word} in: plainsight ${line}`))).toEqual(
      [],
    )
  })
})
