import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleSource } from './bundle-door.ts'
import { doorsOf, readRoom } from './workspace.ts'

// The gates of seldom types lie in a file beside the door: what is published finds them there, in either module form.

const folder = mkdtempSync(join(tmpdir(), 'plainsight-seldom-'))
const client = readRoom('packages/client')

beforeAll(async () => {
  for (const key of ['./node', './contract']) {
    const door = doorsOf(client).find((candidate) => candidate.key === key)!
    for (const format of ['esm', 'cjs'] as const)
      for (const chunk of await bundleSource(client, door.source, door.name, format))
        writeFileSync(join(folder, chunk.fileName), chunk.code)
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const BODY = `
const contract = defineContract({
  name: 'acme', version: '1.0.0', title: 'Acme', description: 'x', owners: ['a'], consent: { preset: 'opt-in' }, sources: ['cli'],
  presence: false, context: ['os', 'packageManager', 'serverless'],
  fields: FIELDS,
  events: { done: event({ what: 'x', why: 'x', readBy: ['chart:x'], fields: Object.fromEntries(Object.keys(FIELDS).map((name) => [name, 'required'])) }) },
})
const telemetry = createTelemetry(contract, { endpoint: 'http://127.0.0.1:9', stateDir: process.argv[2], send: 'inherit', env: { ACME_TELEMETRY: '1', K_SERVICE: 'x', npm_config_user_agent: 'pnpm/9.1.0' } })
telemetry.record('done', JSON.parse(process.argv[3]))
telemetry.close?.()
`

describe('a field of a seldom type', () => {
  for (const format of ['esm', 'cjs'] as const)
    it(`is counted by the built door (${format})`, () => {
      const state = join(folder, `state-${format}`)
      const fields = `{ cost: money('x', { currency: 'EUR' }), size: bytes('x'), health: score('x'), model: known('model', 'x'), site: domain([], 'x'), label: campaign({ atMost: 50 }, 'x'), failure: errorClass([], 'x'), databases: tally({ known: 'driver' }, 'x'), tenant: choice(['zephyrbank'], 'x', { pii: true }), paid: flag('x', { redact: true }) }`
      const given = {
        cost: 1.234,
        size: 65_536,
        health: 87,
        model: 'openai/gpt-4o-2024-08-06',
        site: 'https://www.google.de/?q=zephyrbank',
        label: 'launch',
        failure: 'ENOENT',
        databases: { pg: 2 },
        tenant: 'zephyrbank',
        paid: true,
      }
      const head =
        format === 'esm'
          ? `import { createTelemetry } from './node.js'\nimport { defineContract, event, money, bytes, score, known, domain, campaign, errorClass, tally, choice, flag } from './contract.js'`
          : `const { createTelemetry } = require('./node.cjs')\nconst { defineContract, event, money, bytes, score, known, domain, campaign, errorClass, tally, choice, flag } = require('./contract.cjs')`
      const script = join(folder, `tool-${format}.${format === 'esm' ? 'mjs' : 'cjs'}`)
      writeFileSync(script, head + BODY.replaceAll('FIELDS', fields))
      execFileSync(process.execPath, [script, state, JSON.stringify(given)], { timeout: 20_000 })
      const kept = readdirSync(state, { recursive: true, encoding: 'utf8' })
        .filter((name) => /pending/.test(name))
        .map((name) => readFileSync(join(state, name), 'utf8'))
        .join('')
      // Of the probes, one that the door has and two that lie beside it.
      expect(kept).toMatch(/"c":\{"os":"\w+","packageManager":"pnpm","serverless":"cloud-run"\}/)
      expect(kept).toContain(
        '"f":{"cost":120,"databases":{"postgres":2},"failure":"ENOENT","health":87,"label":"launch","model":"gpt-4o","site":"google.com","size":66000,"tenant":"[redacted]"}',
      )
      expect(kept).not.toContain('zephyrbank')
    })
})
