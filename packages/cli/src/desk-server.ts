import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { openDeskStream, type DeskStream } from './desk-stream.ts'
import type { Desk, DeskAnswer } from './desk.ts'
import { readDeskPage } from './desk-page.ts'

/** The listener of a developer's desk. */
export interface DeskServer {
  /** Where batches are posted to. */
  readonly url: string
  /** The page; its address is known to whoever reads the terminal. */
  readonly page: string
  /** What the client of a started program is told to find the desk by; good for this desk alone. */
  readonly variable: string
  close(): Promise<void>
}

/** Bytes on the wire and unpacked, as at the collector (protocol.md); and of what a client tells. */
const ON_WIRE = 65_536
const UNPACKED = 262_144
const TOLD = 16 * 1024 * 1024

/**
 * Listens on the loopback address. Anybody on this machine may post a batch; what was refused is shown only under an address that the
 * terminal knows, and taken only from who has the token of this desk.
 * @param port 0 picks a free one
 * @returns undefined when the port is taken
 */
export function openDeskServer(
  port: number,
  desk: Desk,
  stream: DeskStream = openDeskStream(desk),
): Promise<DeskServer | undefined> {
  const view = randomBytes(16).toString('hex')
  const token = randomBytes(32).toString('hex')
  let own: readonly string[] = []
  const server = createServer((request, response) => void route(request, response).catch(() => response.destroy()))
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A name that somebody else's page made point here is not ours.
    if (!own.includes(request.headers.host ?? ''))
      return send(response, 421, { error: 'host', message: 'This desk answers to its own address only.' })
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const [, first = '', rest = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(path) ?? []
    if (path === '/v1/batches') return posted(request, response, ON_WIRE, (body, bytes) => desk.takeBatch(body, bytes))
    if (first === 'desk' && isSame(rest, token)) return posted(request, response, TOLD, (body) => desk.takeCalls(body))
    if (path !== '/' && !isSame(first, view))
      return send(response, 404, { error: 'path', message: 'Batches go to /v1/batches.' })
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(response, 405, { error: 'method', message: 'A page is read.' }, 'GET, HEAD')
    if (path === '/')
      return text(
        response,
        'This is a developer’s desk of Plainsight. The address of its page is in the terminal that started it.\n',
      )
    if (!path.startsWith(`/${view}/`)) return moved(response, `/${view}/`)
    if (rest === 'events') return stream.join(response)
    const file = readDeskPage(rest)
    if (file === undefined) return send(response, 404, { error: 'path', message: 'There is no such file.' })
    response.writeHead(200, { ...HEADERS, 'content-type': file.type, 'content-length': file.bytes.length })
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  }

  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo
      const url = `http://127.0.0.1:${taken}`
      own = [`127.0.0.1:${taken}`, `localhost:${taken}`]
      resolve({
        url,
        page: `${url}/${view}/`,
        variable: `${url}/${token}`,
        close: () => {
          stream.end()
          return closed(server)
        },
      })
    })
  })
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

async function posted(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  answer: (body: unknown, bytes: number) => DeskAnswer,
): Promise<void> {
  if (request.method !== 'POST') return send(response, 405, { error: 'method', message: 'Batches are posted.' }, 'POST')
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > limit) return send(response, 413, { error: 'too-large', message: 'A batch has at most 64 KB.' })
      parts.push(part)
    }
  } catch {
    return
  }
  const packed = request.headers['content-encoding'] === 'gzip'
  const bodies: unknown[] = []
  try {
    const raw = Buffer.concat(parts)
    const unpacked = (packed ? gunzipSync(raw, { maxOutputLength: UNPACKED }) : raw).toString('utf8')
    // A process that ends posts everything at once, one body a line.
    for (const line of limit === TOLD ? unpacked.split('\n') : [unpacked]) bodies.push(JSON.parse(line))
  } catch {
    return send(response, 400, { error: 'malformed', message: 'The body is not JSON.' })
  }
  const answers = bodies.map((body) => answer(body, bytes))
  const { status, body } = answers.find((each) => each.status !== 200) ?? (answers[0] as DeskAnswer)
  send(response, status, body)
}

function send(response: ServerResponse, status: number, body: object, allow?: string): void {
  const more = allow === undefined ? {} : { allow }
  response.writeHead(status, { ...HEADERS, ...more, 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}

function text(response: ServerResponse, words: string): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' })
  response.end(words)
}

function moved(response: ServerResponse, to: string): void {
  response.writeHead(308, { ...HEADERS, location: to })
  response.end()
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
