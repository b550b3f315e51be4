import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { createGzip } from 'node:zlib'
import { errorStatus, ownError, type EngineError } from './engine-error.ts'
import type { Engine } from './open-engine.ts'
import { readBody } from './read-body.ts'
import { readRequest, roleOf, type Request } from './read-request.ts'
import { isEngineError } from './session-pool.ts'
import type { StartOrder } from './start-order.ts'

/** What the answering needs: the engine, who is known, and a way to say that the engine will not come back. */
export interface AnswerPorts {
  readonly engine: Engine
  readonly secrets: StartOrder['secrets']
  /** Milliseconds after which each kind of work is taken to hang. */
  readonly hangs: { readonly question: number; readonly piece: number; readonly write: number }
  /** Called once work hangs: nothing but the end of the process stops it. */
  readonly onHang: (what: string) => void
}

/** The name of the mark that closes an answer which failed half way; ClickHouse 25.11 and later spell it so. */
const EXCEPTION_TAG = 'plainsightstore0'

/** Answers one request in ClickHouse's HTTP interface, as far as the store needs it. Never throws. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  ports: AnswerPorts,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://store')
    if (url.pathname === '/ping') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('Ok.\n')
      return
    }
    const role = roleOf(request, ports.secrets)
    if (role === undefined)
      return fail(response, ownError(516, 'AUTHENTICATION_FAILED', 'The name or the secret is wrong.'))
    const body = await readBody(request)
    if (typeof body === 'string') return fail(response, ownError(307, 'TOO_MANY_BYTES', body))
    const asked = readRequest(role, url.searchParams, body)
    if (isEngineError(asked)) return fail(response, asked)
    await answer(asked, body, request, response, ports)
  } catch (cause) {
    fail(response, ownError(1001, 'STD_EXCEPTION', cause instanceof Error ? cause.message : String(cause)))
  }
}

async function answer(
  asked: Request,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  ports: AnswerPorts,
): Promise<void> {
  const { engine, hangs, onHang } = ports
  switch (asked.kind) {
    case 'insert': {
      const rows = await within(hangs.write, engine.insert(asked.target, body), onHang)
      if (isEngineError(rows)) return fail(response, rows)
      response.writeHead(200, { 'x-clickhouse-summary': JSON.stringify({ written_rows: String(rows) }) }).end()
      return
    }
    case 'command':
      return whole(request, response, await within(hangs.write, engine.command(asked.sql), onHang))
    case 'question':
      if (asked.role === 'reader')
        return whole(request, response, await within(hangs.question, engine.ask(asked.sql, asked.params), onHang))
      return inPieces(asked, request, response, ports)
  }
}

function whole(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array | EngineError): void {
  if (isEngineError(bytes)) return fail(response, bytes)
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    response.writeHead(200, HEADERS).end(bytes)
    return
  }
  response.writeHead(200, { ...HEADERS, 'content-encoding': 'gzip' })
  const packed = createGzip()
  packed.pipe(response)
  packed.end(bytes)
}

// An export: no gzip, since the socket is local and the reader is a pipe or a file.
async function inPieces(
  asked: Extract<Request, { kind: 'question' }>,
  request: IncomingMessage,
  response: ServerResponse,
  { engine, hangs, onHang }: AnswerPorts,
): Promise<void> {
  // The clock runs while the engine works, not while the other side reads.
  let watch = setTimeout(onHang, hangs.piece, 'an export')
  const failure = await engine.read(asked.sql, asked.params, async (piece) => {
    clearTimeout(watch)
    if (response.destroyed) return false
    if (!response.headersSent) response.writeHead(200, { ...HEADERS, 'x-clickhouse-exception-tag': EXCEPTION_TAG })
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    watch = setTimeout(onHang, hangs.piece, 'an export')
    return !response.destroyed
  })
  clearTimeout(watch)
  if (failure === undefined) {
    if (!response.headersSent) response.writeHead(200, HEADERS)
    response.end()
  } else if (!response.headersSent) fail(response, failure)
  else {
    const text = `${failure.text}\n`
    response.end(
      `\r\n__exception__\r\n${EXCEPTION_TAG}\n${text}${Buffer.byteLength(text)} ${EXCEPTION_TAG}\r\n__exception__\r\n`,
    )
  }
}

const HEADERS = { 'content-type': 'application/x-ndjson; charset=UTF-8', 'x-clickhouse-format': 'JSONEachRow' } as const

function fail(response: ServerResponse, error: EngineError): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response
    .writeHead(errorStatus(error.code), {
      'content-type': 'text/plain; charset=UTF-8',
      'x-clickhouse-exception-code': String(error.code),
    })
    .end(`${error.text}\n`)
}

async function within<Result>(
  ms: number,
  work: Promise<Result>,
  onHang: (what: string) => void,
): Promise<Result | EngineError> {
  let watch: NodeJS.Timeout | undefined
  const late = new Promise<EngineError>((resolve) => {
    watch = setTimeout(() => {
      resolve(ownError(159, 'TIMEOUT_EXCEEDED', `The engine did not come back for ${ms} ms and is started again.`))
      onHang('the engine')
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(watch)
  }
}
