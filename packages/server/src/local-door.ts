import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'

// The embedded store belongs to the running server. Whoever owns the data folder asks the server through a socket in that folder,
// which only the owner can open; nothing of it can be reached over the network.

/** The longest path of a socket that every system takes: 104 bytes with its end on macOS, 108 on Linux. */
const LONGEST_SOCKET = 100

/** Days and a contract, as the owner of the folder asks for them. */
export interface ExportAsked {
  /** Every contract where it is left out. */
  readonly contract?: string | undefined
  /** UTC days, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** An open door. */
export interface LocalDoor {
  close(): Promise<void>
}

/** Opens the door in a data folder. */
export async function openLocalDoor(
  dataDir: string,
  exportLines: (asked: ExportAsked) => AsyncIterable<string>,
): Promise<LocalDoor> {
  const inFolder = join(resolve(dataDir), 'server.sock')
  const apart = Buffer.byteLength(inFolder) > LONGEST_SOCKET ? mkdtempSync(join(tmpdir(), 'ps-')) : undefined
  const socket = apart === undefined ? inFolder : join(apart, 'server.sock')
  rmSync(socket, { force: true })
  const server = createServer((incoming, response) => void answer(incoming, response, exportLines))
  await new Promise<void>((resolved, rejected) => {
    server.once('error', rejected)
    server.listen(socket, resolved)
  })
  chmodSync(socket, 0o600)
  const pointer = pointerOf(dataDir)
  if (apart === undefined) rmSync(pointer, { force: true })
  else writeFileSync(pointer, socket, { mode: 0o600 })
  return {
    async close() {
      await new Promise<void>((resolved) => {
        server.close(() => resolved())
        server.closeAllConnections()
      })
      if (apart === undefined) return
      rmSync(pointer, { force: true })
      rmSync(apart, { recursive: true, force: true })
    },
  }
}

/**
 * Asks the server that runs on a data folder.
 * @returns undefined when none runs there; throws when it breaks off
 */
export async function askLocalDoor(dataDir: string, asked: ExportAsked): Promise<AsyncIterable<string> | undefined> {
  const pointer = pointerOf(dataDir)
  const socketPath = existsSync(pointer) ? readFileSync(pointer, 'utf8') : join(resolve(dataDir), 'server.sock')
  const query = new URLSearchParams(
    Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const response = await new Promise<IncomingMessage | undefined>((resolved) => {
    request({ socketPath, path: `/export?${query.toString()}` }, resolved)
      .once('error', () => resolved(undefined))
      .end()
  })
  return response === undefined ? undefined : linesOf(response)
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = ''
  let whole = false
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === END) whole = true
      else yield line
    }
  }
  if (!whole) throw new Error('The server broke off before the export was complete.')
}

/** The last line: an export that ends without it is not whole. */
const END = '{"end":true}'

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  exportLines: (asked: ExportAsked) => AsyncIterable<string>,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://local')
  if (incoming.method !== 'GET' || url.pathname !== '/export') {
    response.writeHead(404).end()
    return
  }
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const lines = exportLines({ contract: given('contract'), from: given('from'), to: given('to') })
  try {
    await pipeline(Readable.from(withEnd(lines)), response)
  } catch {
    // The asker sees that the last line is missing.
    response.destroy()
  }
}

async function* withEnd(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
  yield `${END}\n`
}

function pointerOf(dataDir: string): string {
  return join(resolve(dataDir), 'server.sock.path')
}
