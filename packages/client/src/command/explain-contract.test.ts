import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Contract } from '@plainsight/contract'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { variableStem } from '../core/env-words.ts'
import { describeExplained, explainContract } from './explain-contract.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
const files = globSync('examples/{contracts,node-cli,mcp-server}/*.telemetry.ts', { cwd: root }).sort()

describe('what telemetry explain prints', () => {
  it.each(files)('of %s is as its schema says, names every event and holds no path', async (file) => {
    const { default: contract } = (await import(pathToFileURL(join(root, file)).href)) as { default: Contract }
    const explained = explainContract({ contract, stem: variableStem(contract.name) })
    const judge = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
      read('spec/explain.schema.json') as object,
    )
    judge(explained)
    expect(judge.errors).toBeNull()
    expect(explained.events.map(({ name }) => name)).toEqual(Object.keys(contract.events))
    const text = describeExplained(explained)
    for (const name of Object.keys(contract.events)) expect(text).toContain(`${name}: `)
    for (const printed of [JSON.stringify(explained), text]) {
      expect(printed).not.toContain(root)
      expect(printed).not.toMatch(/(?:^|[\s"])\/(?:home|Users|root|tmp|var)\//)
    }
    // A terminal draws it as it is, and no code of the contract's reaches it.
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('names what is told alone, in its own words', async () => {
    const file = pathToFileURL(join(root, files[0]!)).href
    const { default: contract } = (await import(file)) as { default: Contract }
    const explained = explainContract({ contract: { ...contract, environment: ['os', 'ci'] }, stem: 'ACME_TELEMETRY' })
    expect(explained.alone.map(({ name, says }) => [name, says])).toEqual([
      ['os', 'The operating system'],
      ['ci', 'Whether it ran in continuous integration'],
    ])
    expect(describeExplained(explained)).toMatch(/said alone, without any id.*\n {4}os +The operating system: /)
    expect(explainContract({ contract, stem: 'ACME_TELEMETRY' }).alone).toEqual(contract.environment ?? [])
  })

  it('says what each probe means in the words of the table that every language reads', async () => {
    const { probes } = read('spec/probes.json') as { probes: { [name: string]: { doc: string } } }
    const file = pathToFileURL(join(root, files[0]!)).href
    const { default: contract } = (await import(file)) as { default: Contract }
    const explained = explainContract({
      contract: { ...contract, environment: Object.keys(probes) as never },
      stem: 'ACME_TELEMETRY',
    })
    expect(explained.alone.map(({ name, says }) => [name, says])).toEqual(
      Object.entries(probes).map(([name, { doc }]) => [name, doc]),
    )
  })
})
