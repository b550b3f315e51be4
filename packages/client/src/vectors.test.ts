import { defineContract, choice, rollup } from '@plainsight/contract'
import { periodOf } from '@plainsight/contract/identity'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveConsent, type Evidence } from './core/consent.ts'
import * as control from './core/control.ts'
import { isTruthy, readSwitch, variableStem } from './core/env-words.ts'
import { createTestSession } from './fixtures/test-session.ts'
import { claimIds } from './sender/claim-ids.ts'
import { cutBatches } from './sender/cut-batches.ts'
import { foldLines } from './sender/fold-lines.ts'
import { postBatch } from './sender/post-batch.ts'
import { runSender } from './sender/run-sender.ts'
import type { EventShape } from './sender/sender-job.ts'

// Runs the conformance vectors that are a client's (spec/vectors/README.md). A runner in another language has the same shape.

type Case = { readonly says: string } & { readonly [name: string]: unknown }
type Given = { readonly [name: string]: unknown }

function vectors(name: string): { readonly given: Given; readonly cases: readonly (readonly [string, Case])[] } {
  const path = join(import.meta.dirname, '../../../spec/vectors/client', `${name}.json`)
  const { given = {}, cases } = JSON.parse(readFileSync(path, 'utf8')) as { given?: Given; cases: readonly Case[] }
  return { given, cases: cases.map((one) => [one.says, one] as const) }
}

const orAbsent = (value: unknown): unknown => (value === null ? undefined : value)

describe('consent', () => {
  const { given, cases } = vectors('consent')
  it.each(cases)('%s', (_, { found, state, row, decider, tagged }) => {
    const all = { ...(given['evidence'] as object), ...(found as object) }
    const evidence = Object.fromEntries(Object.entries(all).map(([signal, value]) => [signal, orAbsent(value)]))
    expect(resolveConsent(evidence as unknown as Evidence)).toEqual({ state, row, decider, tagged })
  })
})

describe('words of the environment', () => {
  it.each(vectors('words').cases)('%s', (_, one) => {
    if ('stem' in one) return expect(variableStem(one['contract'] as string)).toBe(one['stem'])
    const text = orAbsent(one['text']) as string | undefined
    expect([isTruthy(text), readSwitch(text) ?? null]).toEqual([one['truthy'], one['switch']])
  })
})

describe('what is done with an answer', () => {
  const contract = defineContract({
    name: 'acme',
    version: '1.0.0',
    title: 'A',
    description: '',
    owners: [],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    fields: { command: choice(['build'], 'x') },
    events: { used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }) },
  })
  let server: Server
  let answer: Case
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        const { status, retryAfter } = answer as Case & { status: number; retryAfter?: string }
        if (status === 0) return void request.socket.destroy()
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each(vectors('retry').cases)('%s', async (_, one) => {
    answer = one
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { clock, disk, files, memory, names, session } = createTestSession(contract, { endpoint })
    session.record('used', { command: 'build' })
    session.keep()
    clock.advance(86_400_000)
    if ('waited' in one) disk.write('/state/sender.json', JSON.stringify({ wait: one['waited'] }))
    const job = control.senderJobOf(session, files)
    if (job === undefined) throw new Error('There is nothing to send.')
    const ports = { fs: memory.fs, path: '/state/', now: clock.now, pause: () => Promise.resolve(), post: postBatch }
    await runSender(job, ports, 30_000)
    const left = names()
    const told = JSON.parse(String(disk.read('/state/sender.json'))) as {
      until?: number
      wait?: number
      stop?: string
    }
    expect(left.some((name) => name.startsWith('batch-'))).toBe(one['waits'])
    expect(left.some((name) => name.startsWith('large-'))).toBe(one['answer'] === 'too-large')
    expect(told.stop !== undefined).toBe(one['stop'] ?? false)
    if ('wait' in one) expect((told.until ?? 0) - clock.now()).toBe(one['wait'])
    if ('next' in one) expect(told.wait).toBe(one['next'])
    if ('receipt' in one) expect(left.includes('receipts.jsonl')).toBe(one['receipt'])
  })
})

describe('what is cut from a spool', () => {
  const { given, cases } = vectors('spool')
  it.each(cases)('%s', (_, one) => {
    const text = Buffer.from((one['lines'] as readonly string[]).join('\n')).toString('latin1')
    const shapes = given['events'] as {
      readonly [name: string]: { scope: string; link: string; context: string[]; ids: string[] }
    }
    const events: { [name: string]: EventShape } = {}
    for (const [name, { scope, link, context, ids }] of Object.entries(shapes))
      events[name] = [scope, link, context, ids]
    const periods: { [scope: string]: { [day: string]: string } } = {}
    for (const { scope } of Object.values(shapes))
      for (const day of given['days'] as readonly string[])
        if (scope !== 'none' && scope !== 'run')
          (periods[scope] ??= {})[day] = periodOf(scope as 'day' | 'week' | 'month' | 'install', day) ?? ''
    const loose = new Set<string>()
    const groups = foldLines([[text, 0, '']], given['today'] as string, loose)
    for (const [, , , noted] of groups.values()) {
      for (const triple of loose) noted.add(triple)
      loose.clear()
    }
    const contract = given['contract'] as string
    const claim = given['claim'] as string
    const presence = given['presence'] as readonly string[]
    const ids = claimIds({ contract, periods }, JSON.stringify({ format: 1, secret: given['secret'] }))
    const batches = cutBatches(groups, { claim, contract, events, presence }, ids)
    expect(batches.map(([, body]) => Buffer.from(body, 'latin1').toString())).toEqual(one['batches'])
    expect(batches.map(([id]) => id)).toEqual(
      (one['batches'] as readonly string[]).map((body) => (JSON.parse(body) as { batch: string }).batch),
    )
  })
})
