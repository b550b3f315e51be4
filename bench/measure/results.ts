import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../report.ts'
import { explainConditions, type Conditions } from './conditions.ts'
import { withReadmeSection } from './readme-section.ts'
import { tableToMarkdown, verdictTable } from './render-table.ts'

/** What was last measured by one program. Kept, so that a page can be written after any one of them ran again. */
export interface Result extends Report {
  readonly name: string
  readonly title: string
  readonly conditions: Conditions
}

const folder = join(import.meta.dirname, '..', 'results')
const root = join(import.meta.dirname, '..', '..')
const page = join(root, 'docs', 'benchmarks.md')
const readme = join(root, 'README.md')
const mark = '<!-- Everything below is written by `npm run bench`. -->'

/** Keeps what a program found. */
export function keepResult(result: Result): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

/** Writes the page from what each of these programs last found; what a person wrote above the mark stays. */
export function writePage(names: readonly string[]): void {
  const results = names
    .map((name) => join(folder, `${name}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Result)
  const written = existsSync(page) ? readFileSync(page, 'utf8') : '# Benchmarks\n\n'
  const head = written.split(mark)[0] as string
  const budgets = verdictTable(
    'Budgets',
    results.flatMap((result) => result.verdicts),
  )
  const parts = [
    tableToMarkdown(budgets).replace('### ', '## '),
    ...results.map((result) =>
      [
        `## ${result.title}`,
        '',
        `\`npm run bench ${result.name}\`. ${explainConditions(result.conditions)}`,
        ...result.tables.map((table) => `\n${tableToMarkdown(table)}`),
      ].join('\n'),
    ),
  ]
  writeFileSync(page, `${head}${mark}\n\n${parts.join('\n\n')}\n`)
  const peers = results.find((result) => result.name === 'peers')
  if (peers !== undefined) writeFileSync(readme, withReadmeSection(readFileSync(readme, 'utf8'), peers))
  // As everything that is kept here.
  spawnSync(process.execPath, [join(root, 'node_modules', 'oxfmt', 'bin', 'oxfmt'), page, readme, folder])
}
