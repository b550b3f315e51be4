import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withReadmeSection, type PeerResult } from '../bench/measure/readme-section.ts'
import { root } from './run-command.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

// The formatter pads a table's cells and rules.
const unpadded = (page: string): string => page.replaceAll(/ +|-{2,}/g, ' ').replaceAll(/\n{2,}/g, '\n')

it('the table of the README is what was last measured', () => {
  const readme = read('README.md')
  const measured = JSON.parse(read('bench/results/peers.json')) as PeerResult
  expect(readme).toContain(measured.tables[0]!.columns[1])
  expect(unpadded(withReadmeSection(readme, measured))).toBe(unpadded(readme))
})
