import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestTelemetry } from '@plainsight/client/testing'
import { defineContract, event, flag, type Contract } from '@plainsight/contract'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

// The whole way of what a machine says with noise, and of what it tells alone: clients that choose by chance, a collector in a process of
// its own, and a question asked at the command line.

const NOISY = defineContract({
  name: 'noisy-tool',
  version: '1.0.0',
  title: 'Noisy tool',
  description: 'A tool that lies now and then',
  owners: ['@noisy/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: [],
  environment: ['os'],
  presence: false,
  fields: { paid: flag('Whether it is paid for', { noise: { epsilon: 1 } }) },
  events: {
    'plan.seen': event({
      what: 'The plan was seen',
      why: 'How many pay',
      readBy: ['chart:plans'],
      once: 'month',
      fields: { paid: 'required' },
    }),
  },
})

const MACHINES = 90
/** Machines of which the truth is yes: the others say no. */
const PAID = 60
/** What a flag may say: yes or no. */
const VALUES = 2

const DAY = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)

let folder: string
let serve: ServeProcess
/** What each machine said, which need not be so. */
const said: boolean[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noisy-'))
  const contracts = join(folder, 'contracts')
  mkdirSync(contracts)
  writeFileSync(join(contracts, 'noisy-tool.lock.json'), lockText(makeLock(NOISY as Contract, undefined, '2026-01-01')))
  // Each machine is in a network of its own, as the proxy in front says.
  serve = await startServe(['--contracts', contracts, '--data', join(folder, 'data'), '--k', '1'], {
    PLAINSIGHT_ADDRESS_HEADER: 'x-forwarded-for',
  })
  for (let machine = 0; machine < MACHINES; machine++) {
    const telemetry = createTestTelemetry(NOISY)
    telemetry.clock.set(`${DAY}T10:00Z`)
    // Each says it twice: the same truth has one answer, and is counted once.
    for (let i = 0; i < 2; i++) telemetry.record('plan.seen', { paid: machine < PAID })
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    for (const body of telemetry.sink.received) {
      const answer = await fetch(`${serve.url}/v1/batches`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.18.${machine}.7` },
        body,
      })
      expect([answer.status, await answer.json()]).toEqual([200, { accepted: 2, rejected: [], drift: 0 }])
      const { events } = JSON.parse(body) as { events: { name: string; fields: { paid: boolean } }[] }
      for (const { name, fields } of events) if (name === 'plan.seen') said.push(fields.paid)
    }
  }
}, 120_000)

afterAll(async () => {
  serve?.kill('SIGTERM')
  await serve?.gone
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly rows: readonly { readonly [column: string]: string | number | null }[]
  readonly notes: readonly string[]
}

async function ask(question: string, ...more: readonly string[]): Promise<Answer> {
  const ran = await runCli(folder, [
    'ask',
    question,
    '--contract',
    'noisy-tool',
    '--to',
    DAY,
    '--url',
    serve.url,
    '--json',
    ...more,
  ])
  expect([ran.code, ran.err]).toEqual([0, ''])
  return JSON.parse(ran.out) as Answer
}

const stored = async (question: string, ...more: readonly string[]): Promise<Answer> => {
  let answer: Answer | undefined
  await expect
    .poll(
      async () => {
        answer = await ask(question, ...more)
        return answer.rows.reduce((sum, row) => sum + Number(row['count']), 0)
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBeGreaterThanOrEqual(MACHINES - 2)
  return answer as Answer
}

describe('what a machine says with noise', () => {
  it('is asked for as an estimate of the truth with its margin, and what was said is none of it', async () => {
    expect(said).toHaveLength(MACHINES)
    const yes = said.filter(Boolean).length
    const answer = await stored('breakdown', '--event', 'plan.seen', '--by', 'paid')
    expect(answer.notes.join(' ')).toContain('each machine answers with noise')
    const row = answer.rows.find(({ value }) => value === 'true')
    // Randomised response, by hand: each says the truth with the chance p, and every other value with (1 − p) / (k − 1).
    const p = Math.E / (Math.E + VALUES - 1)
    const q = (1 - p) / (VALUES - 1)
    const estimate = (yes - MACHINES * q) / (p - q)
    expect(Math.abs(Number(row?.['count']) - Math.min(MACHINES, Math.max(0, estimate)))).toBeLessThanOrEqual(1)
    const margin = Number(row?.['plusMinus'])
    expect(margin).toBeGreaterThan(5)
    // The margin is 1.96 standard deviations: of five times as much no run in a million is.
    expect(Math.abs(estimate - PAID)).toBeLessThan((5 / 1.96) * margin)
  })

  it('is printed with its margin', async () => {
    const asked = ['--contract', 'noisy-tool', '--event', 'plan.seen', '--by', 'paid', '--to', DAY, '--url', serve.url]
    const { code, out } = await runCli(folder, ['ask', 'breakdown', ...asked])
    expect(code).toBe(0)
    expect(out).toMatch(/±/)
    expect(out).toMatch(/true .*\d+/)
  })
})

describe('what a machine tells alone', () => {
  it('is asked for as machines of a month', async () => {
    const { rows } = await stored('environment', '--by', 'os')
    expect(rows).toMatchObject([{ value: 'linux', count: MACHINES, share: 1 }])
  })
})
