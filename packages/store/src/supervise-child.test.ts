// The child's life: started, killed, hung, left by its parent, closed.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { openEmbeddedStore, type EmbeddedOptions } from './embedded-store.ts'
import type { Store } from './store.ts'
import { counterRow, FIRST } from './suite-contract.ts'
import { isAlive, until } from './suite-order.ts'

const folders: string[] = []
const stores: Store[] = []

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-store-'))
  folders.push(folder)
  return folder
}

async function open(options: Partial<EmbeddedOptions> = {}): Promise<Store> {
  const answer = await openEmbeddedStore({ folder: newFolder(), durability: 'os', ...options })
  if (answer.kind === 'refused') throw new Error(answer.why)
  stores.push(answer.store)
  return answer.store
}

async function pidOf(store: Store): Promise<number> {
  const { pid } = await store.health()
  if (pid === undefined) throw new Error('The store is down.')
  return pid
}

test('a child that is killed comes back with everything that was stored', async () => {
  const store = await open()
  await store.migrate([FIRST])
  for (let round = 1; round <= 3; round++) {
    const { block } = store.encodeBlock({ contract: 'acme-x', events: [counterRow(round)] }, `round-${round}`)
    expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
    const pid = await pidOf(store)
    process.kill(pid, 'SIGKILL')
    await until('the killed child is gone', () => !isAlive(pid))
    expect(await store.ask({ sql: 'SELECT count() AS n FROM events_acme_x FINAL' })).toEqual({
      kind: 'rows',
      rows: [{ n: round }],
    })
    expect(await store.health()).toMatchObject({ kind: 'up', restarts: round })
    expect(await pidOf(store)).not.toBe(pid)
  }
})

test('an export during which the child dies ends in an error, not in fewer rows', async () => {
  const store = await open()
  await store.migrate([FIRST])
  const events = Array.from({ length: 50_000 }, (_, i) => counterRow(i + 1))
  const { block } = store.encodeBlock({ contract: 'acme-x', events }, 'many')
  expect(await store.insertBlock(block)).toEqual({ kind: 'stored' })
  const pid = await pidOf(store)
  let rows = 0
  const read = async (): Promise<void> => {
    for await (const row of store.exportRows('acme-x'))
      if (rows++ === 0 && row.k !== undefined) process.kill(pid, 'SIGKILL')
  }
  await expect(read()).rejects.toThrow('not whole')
  expect(rows).toBeLessThan(events.length)
  await until(
    'it is up again',
    async () => (await store.health()).restarts === 1 && (await store.health()).kind === 'up',
  )
  let all = 0
  for await (const row of store.exportRows('acme-x')) all += row.k === undefined ? 0 : 1
  expect(all).toBe(events.length)
})

test('while the child is away a block is answered at once as unavailable, with a sentence', async () => {
  const store = await open()
  await store.migrate([FIRST])
  const { block } = store.encodeBlock({ contract: 'acme-x', events: [counterRow(1)] }, 'away')
  process.kill(await pidOf(store), 'SIGKILL')
  await until('the store noticed', async () => (await store.health()).kind === 'down')
  expect(await store.insertBlock(block)).toEqual({ kind: 'unavailable', why: "The store's process ended (SIGKILL)." })
  await until('the block is in', async () => (await store.insertBlock(block)).kind === 'stored')
})

test('a child that hangs is killed and started again', async () => {
  const store = await open({ limits: { questionSeconds: 1 } })
  const pid = await pidOf(store)
  process.kill(pid, 'SIGSTOP')
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toMatchObject({ kind: 'unavailable' })
  await until('the hung child is gone', () => !isAlive(pid))
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toEqual({ kind: 'rows', rows: [{ x: 1 }] })
})

test('a question over its time ends, and the store is there for the next', async () => {
  const store = await open({ limits: { questionSeconds: 1 } })
  expect(await store.ask({ sql: 'SELECT sum(sipHash64(number)) AS x FROM numbers(1000000000000)' })).toMatchObject({
    kind: 'too-heavy',
  })
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toEqual({ kind: 'rows', rows: [{ x: 1 }] })
})

test('a second process on the folder is told so, and the first does not notice', async () => {
  const folder = newFolder()
  const store = await open({ folder })
  const answer = await openEmbeddedStore({ folder, lockWaitMs: 0 })
  expect(answer).toEqual({
    kind: 'refused',
    reason: 'locked',
    why: `Another process keeps its events in ${folder}: stop it first, or choose another folder.`,
  })
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toEqual({ kind: 'rows', rows: [{ x: 1 }] })
})

test('a folder that is about to be let go of is waited for', async () => {
  const folder = newFolder()
  const store = await open({ folder })
  const next = openEmbeddedStore({ folder, lockWaitMs: 20_000 })
  await store.close()
  const answer = await next
  expect(answer.kind).toBe('open')
  if (answer.kind === 'open') stores.push(answer.store)
})

test('close leaves no process and no socket, and what was stored is there at the next start', async () => {
  const folder = newFolder()
  const store = await open({ folder })
  const pid = await pidOf(store)
  await store.migrate([FIRST])
  const { block } = store.encodeBlock({ contract: 'acme-x', events: [counterRow(1)] }, 'kept')
  await store.insertBlock(block)
  expect(existsSync(join(folder, 'store.sock'))).toBe(true)
  await store.close()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(folder, 'store.sock'))).toBe(false)
  const again = await open({ folder })
  expect(await again.ask({ sql: 'SELECT count() AS n FROM events_acme_x' })).toEqual({ kind: 'rows', rows: [{ n: 1 }] })
})

test('close after a kill leaves no process and no socket either', async () => {
  const folder = newFolder()
  const store = await open({ folder })
  process.kill(await pidOf(store), 'SIGKILL')
  await until('the store noticed', async () => (await store.health()).kind === 'down')
  expect(existsSync(join(folder, 'store.sock'))).toBe(true)
  await store.close()
  expect(existsSync(join(folder, 'store.sock'))).toBe(false)
})

test('signals that reach every process of the server do not end the child before its parent lets go', async () => {
  const store = await open()
  const pid = await pidOf(store)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal)
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toEqual({ kind: 'rows', rows: [{ x: 1 }] })
  expect(await pidOf(store)).toBe(pid)
})

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a parent that ends by %s takes its child along, and the socket with it',
  async (signal) => {
    const folder = newFolder()
    const program = `
    const { openEmbeddedStore } = await import(${JSON.stringify(new URL('./embedded-store.ts', import.meta.url).href)})
    const { store } = await openEmbeddedStore({ folder: ${JSON.stringify(folder)} })
    process.stdout.write(String((await store.health()).pid))`
    const parent = spawn(process.execPath, ['--conditions=plainsight-source', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text) => resolve(Number(String(text)))),
    )
    expect(isAlive(pid)).toBe(true)
    const ended = new Promise((resolve) => parent.once('exit', resolve))
    parent.kill(signal)
    await ended
    await until('the child is gone', () => !isAlive(pid))
    expect(existsSync(join(folder, 'store.sock'))).toBe(false)
  },
)

test('without chdb there is one sentence that says what to do', async () => {
  const apart = join(newFolder(), 'a folder with spaces')
  mkdirSync(join(apart, 'child'), { recursive: true })
  cpSync(new URL('./child', import.meta.url), join(apart, 'child'), { recursive: true })
  cpSync(new URL('./gate-question.ts', import.meta.url), join(apart, 'gate-question.ts'))
  const answer = await openEmbeddedStore({
    folder: join(apart, 'events'),
    childFile: pathToFileURL(join(apart, 'child', 'main.ts')),
  })
  expect(answer).toMatchObject({
    kind: 'refused',
    reason: 'chdb-missing',
    why: expect.stringContaining('npm install chdb'),
  })
  expect(existsSync(join(apart, 'events'))).toBe(false)
})

test('a folder that cannot be made is named', async () => {
  const answer = await openEmbeddedStore({ folder: '/proc/nowhere/events' })
  expect(answer).toMatchObject({
    kind: 'refused',
    reason: 'folder',
    why: expect.stringContaining('/proc/nowhere/events'),
  })
})

test('a folder whose path is too long for a socket works all the same, and leaves nothing behind', async () => {
  const folder = join(newFolder(), 'x'.repeat(120))
  const store = await open({ folder })
  expect(await store.ask({ sql: 'SELECT 1 AS x' })).toEqual({ kind: 'rows', rows: [{ x: 1 }] })
  await store.close()
  expect(existsSync(join(folder, 'store.sock'))).toBe(false)
})
