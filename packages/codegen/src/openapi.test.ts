import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { defineContract, type Contract } from '@plainsight/contract'
import { makeLock } from '@plainsight/contract/lock'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { generateOpenApi } from './openapi.ts'

const lock = makeLock(acme, undefined, '2026-11-19')
const textOf = (contract: Contract = acme): string =>
  generateOpenApi({ lock: makeLock(contract, undefined, '2026-11-19'), accepted: [] })

interface Description {
  paths: { [path: string]: { [method: string]: { responses: { [status: string]: { description: string } } } } }
  components: { schemas: { [name: string]: object } }
  servers: { url: string }[]
}

async function problemsOf(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
}

describe('the OpenAPI description of a collector', () => {
  it('has nothing that a linter finds fault with', async () => {
    expect(await problemsOf(textOf())).toEqual([])
    const bare = defineContract({ ...acme, destinations: [], accepts: [], presence: false, context: [] } as Contract)
    expect(await problemsOf(textOf(bare))).toEqual([])
    // The linter sees what is wrong.
    expect(
      await problemsOf(textOf().replace('#/components/schemas/drift', '#/components/schemas/nothing')),
    ).not.toEqual([])
  })

  it('has every status that the wire knows, and no other', () => {
    const { paths } = JSON.parse(textOf()) as Description
    const wire = readFileSync(join(import.meta.dirname, '../../../spec/wire.md'), 'utf8')
    const answers = wire
      .slice(wire.indexOf('## Answers'))
      .split('\n')
      .filter((line) => /^\| \d{3}/.test(line))
    const statuses = answers.flatMap((line) => line.split('|')[1]!.match(/\d{3}/g) ?? [])
    expect(statuses).toContain('429')
    expect(Object.keys(paths['/v1/batches']!['post']!.responses).sort()).toEqual(statuses.sort())
  })

  it('has the whole schema of a batch inside it', () => {
    const { components, servers } = JSON.parse(textOf()) as Description
    const schema = JSON.stringify({ ...components.schemas['Batch'], components })
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object)
    const batch = {
      v: 1,
      batch: '00000000-0000-8000-8000-000000000001',
      contract: 'acme',
      version: lock.contract.version,
      digest: lock.digest.slice(0, 16),
      source: 'cli',
      day: '2026-11-19',
      context: { os: 'linux' },
      events: [{ name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 2 }],
    }
    expect(validate(batch)).toBe(true)
    expect(validate({ ...batch, events: [{ ...batch.events[0], by: { command: 'rm -rf', outcome: 'ok' } }] })).toBe(
      false,
    )
    expect(servers.map(({ url }) => url)).toEqual(['https://telemetry.acme.example'])
  })
})
