import { Agent, request } from 'node:http'
import { recordKey } from '@plainsight/contract/identity'
import type { Lock } from '@plainsight/contract/lock'

/** A batch that was sent, and what became of it as far as its sender knows. */
export interface SentBatch {
  readonly batch: string
  readonly body: string
  readonly records: number
  /** The first answer of 200; undefined while there is none. */
  answer: string | undefined
  /** How often it was sent. */
  tries: number
}

/**
 * The oracle of a run (reliability.md): a ledger of every batch that was sent and every answer that came. It believes nothing but
 * answers.
 */
export interface LedgerLoad {
  readonly batches: readonly SentBatch[]
  /** Statuses other than 200 that were answered, in the order they came. */
  readonly refused: readonly number[]
  /** Codes of connections that failed, in the order they did. */
  readonly broken: readonly string[]
  /** Sends from so many connections until `stop`. */
  run(url: string, connections: number): { stop(): Promise<void> }
  /** Sends again what was never answered, until everything is. */
  settle(url: string): Promise<void>
  /** The keys of the rows that have to be in the store: of each record that was answered as accepted, and of no other. */
  expectedKeys(): readonly string[]
  /** Records that were answered as rejected. */
  rejected(): number
}

/** A small generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Makes a load for a contract that has the counter `command.completed` by `command` and `outcome`. */
export function createLedgerLoad(lock: Lock, random: () => number, day: string): LedgerLoad {
  const batches: SentBatch[] = []
  const refused: number[] = []
  const broken: string[] = []
  const commands = ['init', 'build', 'deploy']

  function newBatch(): SentBatch {
    const records = 1 + Math.floor(random() * 40)
    const events = Array.from({ length: records }, () =>
      // One in twenty is refused, and must never be seen again.
      random() < 0.05
        ? { name: 'nobody.asked', by: {}, count: 1 }
        : {
            name: 'command.completed',
            by: { command: commands[Math.floor(random() * 3)], outcome: 'ok' },
            count: 1 + Math.floor(random() * 100),
          },
    )
    const hex = Array.from({ length: 30 }, () => Math.floor(random() * 16).toString(16)).join('')
    const batch = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`
    const { name: contract, version } = lock.contract
    const head = { v: 1, batch, contract, version, digest: lock.digest.slice(0, 16), source: 'cli', day }
    const made = {
      batch,
      body: JSON.stringify({ ...head, context: { os: 'linux' }, events }),
      records,
      answer: undefined,
      tries: 0,
    }
    batches.push(made)
    return made
  }

  async function send(url: string, agent: Agent, sent: SentBatch): Promise<void> {
    sent.tries++
    const got = await post(`${url}/v1/batches`, sent.body, agent).catch(
      (error: NodeJS.ErrnoException) => void broken.push(error.code ?? error.message),
    )
    // No answer is no answer: the batch may be there or not.
    if (got === undefined) return
    if (got.status !== 200) refused.push(got.status)
    else if (sent.answer === undefined) sent.answer = got.body
    else if (sent.answer !== got.body)
      throw new Error(`The batch ${sent.batch} got two answers: ${sent.answer} and ${got.body}`)
  }

  return {
    batches,
    refused,
    broken,
    run(url, connections) {
      let running = true
      const agent = new Agent({ keepAlive: true, maxSockets: connections })
      const workers = Array.from({ length: connections }, async () => {
        while (running) {
          const again = random() < 0.2 ? batches[Math.floor(random() * batches.length)] : undefined
          await send(url, agent, again ?? newBatch())
        }
      })
      return {
        async stop() {
          running = false
          await Promise.all(workers)
          agent.destroy()
        },
      }
    },
    async settle(url) {
      const agent = new Agent({ keepAlive: true, maxSockets: 8 })
      const deadline = Date.now() + 60_000
      for (;;) {
        const open = batches.filter(({ answer }) => answer === undefined)
        if (open.length === 0) break
        if (Date.now() > deadline) throw new Error(`${open.length} batches were never answered`)
        for (const sent of open) await send(url, agent, sent)
      }
      agent.destroy()
    },
    expectedKeys: () =>
      batches.flatMap(({ batch, records, answer }) => {
        const out = new Set(rejectedOf(answer).map(({ index }) => index))
        return Array.from({ length: records }, (_, index) => index)
          .filter((index) => !out.has(index))
          .map((index) => recordKey(batch, index))
      }),
    rejected: () => batches.reduce((sum, { answer }) => sum + rejectedOf(answer).length, 0),
  }
}

function rejectedOf(answer: string | undefined): { index: number }[] {
  if (answer === undefined) throw new Error('A batch has no answer yet.')
  return (JSON.parse(answer) as { rejected: { index: number }[] }).rejected
}

function post(url: string, body: string, agent: Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { agent, method: 'POST', headers, timeout: 20_000 }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      response.once('error', reject)
    })
    sent.once('timeout', () => sent.destroy(new Error('timeout')))
    sent.once('error', reject)
    sent.end(body)
  })
}
