import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choice, defineContract, duration, rollup, type Contract } from '@plainsight/contract'
import { lockText, makeLock, type Lock } from '@plainsight/contract/lock'
import { createMemoryStore, type MemoryStore } from '@plainsight/store'
import { startServer, type RunningServer, type ServerOptions } from './start-server.ts'

/** The lock of the contract that this room's tests send to. */
export function testLock(over: Partial<Contract> = {}): Lock {
  const contract = defineContract({
    name: 'acme',
    version: '1.0.0',
    title: 'Acme',
    description: 'A contract for tests.',
    owners: ['@acme/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    context: ['os'],
    fields: {
      command: choice(['init', 'build'], 'Which command ran'),
      duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
    },
    events: {
      'command.completed': rollup({
        what: 'A command ended',
        why: 'Which commands work',
        readBy: ['chart:commands'],
        by: ['command'],
        measure: ['duration'],
      }),
    },
    ...over,
  } as Contract)
  return makeLock(contract, undefined, '2026-11-01')
}

/** A server in this process, on a folder of its own. */
export interface TestServer extends Omit<RunningServer, 'store'> {
  readonly folder: string
  readonly dataDir: string
  /** The store in memory; unused where the test brought its own. */
  readonly memory: MemoryStore
  readonly logged: string[]
  /** A batch as text. */
  batch(over?: { readonly [key: string]: unknown }): string
  /** Writes raw bytes to a connection and gives everything that comes back until it is closed, or until `until` matches. */
  raw(parts: readonly (string | Uint8Array)[], until?: RegExp): Promise<string>
  remove(): Promise<void>
}

/** Starts one; by default on a store in memory, which answers no questions. */
export async function startTestServer(over: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'server-'))
  const lock = testLock()
  writeFileSync(join(folder, 'acme.telemetry.lock.json'), lockText(lock))
  const memory = createMemoryStore()
  const dataDir = join(folder, 'data')
  const logged: string[] = []
  const server = await startServer({
    contractsDir: folder,
    dataDir,
    port: 0,
    store: memory,
    durability: 'os',
    log: (entry) => void logged.push(JSON.stringify(entry)),
    dashboardDir: join(folder, 'none'),
    ...over,
  })
  if (server.kind === 'refused') throw new Error(server.message)
  return {
    ...server,
    folder,
    dataDir,
    memory,
    logged,
    batch: (changed = {}) =>
      JSON.stringify({
        v: 1,
        batch: crypto.randomUUID(),
        contract: 'acme',
        version: '1.0.0',
        digest: lock.digest.slice(0, 16),
        source: 'cli',
        day: new Date().toISOString().slice(0, 10),
        context: { os: 'linux' },
        events: [{ name: 'command.completed', by: { command: 'build' }, count: 2 }],
        ...changed,
      }),
    raw: (parts, until) => exchange(server.url, parts, until),
    async remove() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function exchange(url: string, parts: readonly (string | Uint8Array)[], until?: RegExp): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''))
    let heard = ''
    const late = setTimeout(() => {
      socket.destroy()
      reject(new Error(`Nothing more came after: ${heard}`))
    }, 15_000)
    const done = (): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(heard)
    }
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      if (until?.test(heard) === true) done()
    })
    socket.once('end', done)
    // The other side may close while this one still writes.
    socket.on('error', () => undefined)
    socket.once('close', done)
    for (const part of parts) socket.write(part)
  })
}
