import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acmeMachines, dayAgo, type AcmeMachines } from './acme-machines.ts'
import { openRecordingEndpoint, type RecordingEndpoint } from './recording-endpoint.ts'

let machines: AcmeMachines
let endpoint: RecordingEndpoint

beforeAll(async () => {
  machines = acmeMachines()
  endpoint = await openRecordingEndpoint()
})

afterAll(async () => {
  await machines.remove()
  await endpoint.close()
})

describe('a collector of one’s own, by ACME_TELEMETRY_ENDPOINT', () => {
  it('gets exactly the bytes that the receipts keep and `show` printed, under the headers of the protocol', async () => {
    const machine = machines.add('receipts', endpoint.url)
    await machine.run(2, ['telemetry', 'on'])
    await machine.run(2, ['list'])
    await machine.run(2, ['check', '--most', '1'])
    const shown = await machine.run(1, ['telemetry', 'show'])
    expect(endpoint.requests).toHaveLength(0)
    await machine.run(1, ['count'])
    const { receipts } = await machine.state()
    expect(endpoint.requests.length).toBeGreaterThan(0)
    expect(receipts.map(({ body }) => body)).toEqual(endpoint.requests.map(({ body }) => body.toString('latin1')))
    for (const { method, path, headers, body } of endpoint.requests) {
      expect([method, path]).toEqual(['POST', '/v1/batches'])
      expect(Object.keys(headers).sort()).toEqual(['content-length', 'content-type', 'host', 'user-agent'])
      expect(headers['user-agent']).toBe('plainsight/1')
      expect((JSON.parse(body.toString()) as { day: string }).day).toBe(dayAgo(2))
      expect(shown.out).toContain(body.toString())
    }
    expect(receipts.every(({ status }) => status === 200)).toBe(true)
    const log = await machine.run(1, ['telemetry', 'log'])
    expect(log.out).toContain(receipts[0]?.batch.slice(0, 8))
  })

  it('sends nothing of today', async () => {
    const machine = machines.add('today', endpoint.url)
    const before = endpoint.requests.length
    await machine.run(0, ['telemetry', 'on'])
    for (let i = 0; i < 3; i++) expect(await machine.run(0, ['list'])).toMatchObject({ code: 0, err: '' })
    expect((await machine.state()).waiting).toBeGreaterThan(0)
    expect(endpoint.requests.length).toBe(before)
  })
})
