import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractDigest } from '@plainsight/contract/canonical'
import type { NormalContract } from '@plainsight/contract/judge'
import type { Lock } from '@plainsight/contract/lock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCollector, type TestCollector } from './test-collector.ts'

// Runs the conformance vectors that are a collector's (spec/vectors/README.md). A runner in another language has the same shape.

interface Case {
  readonly says: string
  readonly body: string
  readonly status: number
  readonly answer?: unknown
  readonly error?: string
}

const path = join(import.meta.dirname, '../../../spec/vectors/collector/requests.json')
const { given, cases } = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly given: { readonly contract: NormalContract; readonly now: string }
  readonly cases: readonly Case[]
}

describe('how the body of a batch is read', () => {
  let test: TestCollector
  beforeAll(async () => {
    const { contract } = given
    const digest = contractDigest(contract)
    const lock: Lock = {
      format: 1,
      digest,
      history: [{ version: contract.version, digest, date: '2026-11-01' }],
      contract,
    }
    test = await startTestCollector({ contracts: [lock], clock: () => Date.parse(given.now) })
  })
  afterAll(() => test.close())

  it.each(cases.map((one) => [one.says, one] as const))('%s', async (_, { body, status, answer, error }) => {
    // Each is another batch to the collector: its answer is its own, and no earlier one's.
    const own = body.replace('8c2a6f0e-4b1d-8e37-9f52-0a6c3d7e1b94', crypto.randomUUID())
    const got = await test.send(own)
    expect(got.status).toBe(status)
    if (error === undefined) expect(got.json).toEqual(answer)
    else expect(got.json['error']).toBe(error)
  })
})
