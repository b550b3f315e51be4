import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choice, defineContract, rollup } from '@plainsight/contract'
import { lockText, makeLock, type Lock } from '@plainsight/contract/lock'
import { exportRaw } from '@plainsight/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLedgerLoad, seededRandom } from './ledger-load.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

const said = { what: 'A command ended', why: 'Which commands work', readBy: ['chart:commands'] } as const
const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'A contract for faults.',
  owners: ['@acme/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['init', 'build', 'deploy'], 'Which command ran'),
    outcome: choice(['ok', 'error'], 'How it ended', { transient: true }),
  },
  events: { 'command.completed': rollup({ ...said, by: ['command', 'outcome'] }) },
})

let folder: string
let lock: Lock
let running: ServeProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'))
  lock = makeLock(contract, undefined, '2026-11-01')
  running = []
  writeFileSync(join(folder, 'acme.telemetry.lock.json'), lockText(lock))
  writeFileSync(
    join(folder, 'limits.json'),
    JSON.stringify({ prefixBatchesPerMinute: 1e9, contractBatchesPerMinute: 1e9 }),
  )
})
afterEach(async () => {
  for (const serve of running) {
    serve.kill('SIGKILL')
    await serve.gone
  }
  rmSync(folder, { recursive: true, force: true })
})

async function start(limits = true): Promise<ServeProcess> {
  const args = ['--contracts', folder, '--data', join(folder, 'data')]
  const serve = await startServe(limits ? [...args, '--limits', join(folder, 'limits.json')] : args)
  running.push(serve)
  return serve
}

async function exportedKeys(): Promise<string[]> {
  const exported = await exportRaw({ dataDir: join(folder, 'data') })
  if (exported.kind === 'refused') throw new Error(exported.message)
  const keys: string[] = []
  for await (const line of exported.lines) keys.push((JSON.parse(line) as { k: string }).k)
  return keys.toSorted()
}

const today = (): string => new Date().toISOString().slice(0, 10)

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(check, { timeout: 60_000, interval: 20 }).toBe(true)
}

it('a store that stays away: batches are answered 200 from the inbox, and are all there when it is back', async () => {
  const serve = await start()
  const load = createLedgerLoad(lock, seededRandom(1), today())
  const sending = load.run(serve.url, 4)
  // Whenever it comes up again it is killed, and still batches are taken.
  let kills = 0
  const answered = (): number => load.batches.filter(({ answer }) => answer !== undefined).length
  const enough = answered() + 500
  while (kills < 4 || answered() < enough) {
    const store = serve.storePid()
    if (store !== undefined) {
      process.kill(store, 'SIGKILL')
      kills++
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await sending.stop()
  expect(load.refused).toEqual([])
  expect(load.batches.filter(({ answer }) => answer === undefined)).toEqual([])
  const waiting = async (): Promise<number> =>
    ((await (await fetch(`${serve.url}/v1/health`)).json()) as { inbox: { batches: number } }).inbox.batches
  await until(async () => (await waiting()) === 0)
  serve.kill('SIGTERM')
  expect(await serve.gone).toBe(0)
  expect(await exportedKeys()).toEqual(load.expectedKeys().toSorted())
})

it('a store that hangs: batches are answered 200 from the inbox, and each is there once when it moves again', async () => {
  const serve = await start()
  const load = createLedgerLoad(lock, seededRandom(3), today())
  const sending = load.run(serve.url, 4)
  const answered = (): number => load.batches.filter(({ answer }) => answer !== undefined).length
  await until(() => answered() > 100)
  const store = serve.storePid() as number
  // In the middle of whatever it is writing; whoever waits for it may kill it, or wait until it moves.
  process.kill(store, 'SIGSTOP')
  const before = answered()
  await until(() => answered() > before + 300)
  process.kill(store, 'SIGCONT')
  await sending.stop()
  expect([load.refused, load.broken]).toEqual([[], []])
  serve.kill('SIGTERM')
  expect(await serve.gone).toBe(0)
  expect(await exportedKeys()).toEqual(load.expectedKeys().toSorted())
})

it('SIGTERM under load: every request is answered or never begun, no connection is reset, exit code 0 within ten seconds', async () => {
  const serve = await start()
  const load = createLedgerLoad(lock, seededRandom(2), today())
  const sending = load.run(serve.url, 8)
  await until(() => load.batches.length > 300)
  const at = performance.now()
  // Measured where it ends: how long our own senders take on a busy machine is no matter of the server's.
  const took = serve.gone.then(() => performance.now() - at)
  serve.kill('SIGTERM')
  await until(() => load.broken.length > 100)
  await sending.stop()
  expect(await serve.gone).toBe(0)
  expect(await took).toBeLessThan(10_000)
  // Nobody listens any more, and that is all that a sender ever sees of it.
  expect(new Set(load.broken)).toEqual(new Set(['ECONNREFUSED']))
  expect(load.refused).toEqual([])

  const again = await start()
  await load.settle(again.url)
  again.kill('SIGTERM')
  await again.gone
  expect(await exportedKeys()).toEqual(load.expectedKeys().toSorted())
})

it('the address of a sender is in no file, no row, no answer and no line of the log', async () => {
  // A part of the loopback network that nothing else uses, so that any trace of it is ours.
  const address = '127.77.213.99'
  const serve = await start(false)
  const answers: string[] = []
  const { name, version } = lock.contract
  const good = (n: number): string =>
    JSON.stringify({
      v: 1,
      batch: crypto.randomUUID(),
      contract: name,
      version,
      digest: lock.digest.slice(0, 16),
      source: 'cli',
      day: today(),
      events: [
        { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } },
        { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: n },
      ],
    })
  // Enough to run into the cap on machines and into the limit of a minute.
  for (let n = 1; n <= 310; n++) answers.push(await sendFrom(address, serve.url, '/v1/batches', 'POST', good(n)))
  for (const path of ['/', '/v1/health', '/readyz', '/v1/contracts/acme', '/nowhere', '/app/', '/api/contracts'])
    answers.push(await sendFrom(address, serve.url, path, 'GET', ''))
  answers.push(await sendFrom(address, serve.url, '/v1/batches', 'POST', 'not a batch'))
  expect(answers.join()).toContain('capped')
  expect(answers.join()).toContain('too-many')
  const rows: string[] = []
  const exported = await exportRaw({ dataDir: join(folder, 'data') })
  if (exported.kind === 'refused') throw new Error(exported.message)
  for await (const line of exported.lines) rows.push(line)
  expect(rows.length).toBeGreaterThan(100)
  serve.kill('SIGTERM')
  await serve.gone

  const spellings = [address, '127.77.213', String(0x7f4dd563), '7f4dd563', '7f4d:d563', '127-77-213'].map((text) =>
    Buffer.from(text),
  )
  const bytes = Buffer.from([0x7f, 0x4d, 0xd5, 0x63])
  const places = new Map<string, Buffer>([
    ['answers', Buffer.from(answers.join('\n'))],
    ['rows', Buffer.from(rows.join('\n'))],
    ['log', Buffer.from(serve.said())],
  ])
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) places.set(join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name)))
  expect(places.size).toBeGreaterThan(10)
  const found = [...places].filter(([, held]) => [...spellings, bytes].some((spelling) => held.includes(spelling)))
  expect(found.map(([place]) => place)).toEqual([])
})

function sendFrom(localAddress: string, url: string, path: string, method: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(`${url}${path}`, { method, localAddress, headers, agent: false }, (response) => {
      let text = `${response.statusCode} ${JSON.stringify(response.headers)} `
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('end', () => resolve(text))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
