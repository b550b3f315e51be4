import { choice, defineContract, event, id, rollup } from '@plainsight/contract'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTelemetry } from '../node.ts'

const said = { what: 'x', why: 'x', readBy: ['x'] } as const
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: {
    user: id('user', 'Who', { pii: true }),
    tenant: choice(['zephyrbank', 'acme'], 'Whose', { redact: true }),
    plan: choice(['free', 'zephyr-plan'], 'Which plan'),
  },
  events: {
    step: event({ ...said, fields: { user: 'optional', tenant: 'optional', plan: 'required' } }),
    private: event({ ...said, privacy: 'sensitive', context: [], fields: { plan: 'required' } }),
    counted: rollup({ ...said, by: ['plan'] }),
  },
})

const TOKEN = 'ab'.repeat(32)
let folder = ''
let server: Server
let told = ''
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-desk-'))
  told = ''
  server = createServer((request, response) => {
    request.on('data', (part) => (told += String(part)))
    request.on('end', () => response.writeHead(200).end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

it('tells a desk every value but those that the contract masks', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const telemetry = createTelemetry(contract, {
    env: { ACME_TELEMETRY: '1', ACME_TELEMETRY_ENDPOINT: url, PLAINSIGHT_DESK: `${url}/${TOKEN}` },
    stateDir: folder,
    send: 'idle',
    signals: false,
  })
  const loose = telemetry as unknown as {
    record(event: string, values: object): void
    span(event: string, values: object): { annotate(more: object): void; end(): void }
    counter(event: string, by: object): { add(more?: object): void }
    setContext(values: object): void
  }
  loose.record('step', { user: 'zephyr-user', tenant: 'zephyrbank', plan: 'free', misspelt: 'shown-as-given' })
  loose.record('private', { plan: 'zephyr-plan', undeclared: 'zephyr-more' })
  const span = loose.span('step', { tenant: 'zephyr-span', plan: 'free' })
  span.annotate({ tenant: 'zephyr-later' })
  span.end()
  loose.counter('counted', { plan: 'free', tenant: 'zephyr-counted' }).add({ user: 'zephyr-sum' })
  loose.setContext({ tenant: 'zephyr-context' })
  await expect.poll(() => told, { timeout: 10_000 }).toContain('"context":true')
  telemetry.keepQuiet()
  expect(told).toContain('shown-as-given')
  expect(told).toContain('"tenant":"[redacted]"')
  expect(told).not.toContain('zephyr')
})
