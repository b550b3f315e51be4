import { createServer, type IncomingMessage, type Server as PlainServer, type ServerResponse } from 'node:http'
import { Server, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { Collector } from '@plainsight/collector'
import type { Hono } from 'hono'
import { sendAnswer } from './send-answer.ts'
import { senderAddress } from './sender-address.ts'

/** Milliseconds. The body has a limit of its own in the collector, and `requestTimeout` stands behind it. */
const TIMES = { requestTimeout: 45_000, keepAliveTimeout: 15_000 } as const

/** How long kept connections have for one more request before they are ended: milliseconds. */
const FAREWELL_MS = 300
/** How long requests that are under way may take after that. */
const LAST_MS = 2_500

/** The listening side. */
export interface HttpServer {
  readonly server: PlainServer
  /** Lets requests end and takes no new ones. */
  close(): Promise<void>
}

/** What the listening side is told. */
export interface HttpOptions {
  /** Milliseconds within which the head of a request has to be complete. */
  readonly headMs: number
  /** Where a proxy in front writes the sender's address; undefined where there is none. */
  readonly addressHeader: string | undefined
}

/** Makes the server: the collector's paths go to it as they are, everything else to the operators' routes. */
export function createHttpServer(
  collector: Collector,
  routes: Hono,
  { headMs, addressHeader }: HttpOptions,
): HttpServer {
  const operators = getRequestListener(routes.fetch)
  let isClosing = false

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = pathOf(request.url ?? '/')
    if (!/^\/(?:app|api)(?:\/|$)/.test(path)) {
      const { method = 'GET', headers, socket } = request
      void collector
        .handle({
          method,
          path,
          headers,
          body: request,
          address: senderAddress(request, socket.remoteAddress, addressHeader),
        })
        .then((made) => sendAnswer(request, response, made, isClosing))
      return
    }
    if (isClosing) response.setHeader('connection', 'close')
    void operators(request, response)
  }

  const server = createServer(
    { ...TIMES, headersTimeout: headMs, connectionsCheckingInterval: Math.min(1_000, headMs) },
    answer,
  )
  // Whoever asks before sending is told before sending.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!(Number(request.headers['content-length']) > 65_536)) response.writeContinue()
    answer(request, response)
  })
  server.on('clientError', refuseBroken)

  return {
    server,
    async close() {
      // First nobody new is let in, right after everybody who waited was; connections that stand go on being answered. Only then do
      // answers say that their connection ends: a sender that comes back meets a closed door and not half a connection.
      await nextTurn()
      // Not `server.close()`: that one also cuts connections on which a request is just arriving.
      const ended = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()))
      isClosing = true
      const idle = setTimeout(() => server.closeIdleConnections(), FAREWELL_MS)
      const late = setTimeout(() => server.closeAllConnections(), LAST_MS)
      await ended
      clearTimeout(idle)
      clearTimeout(late)
    },
  }
}

function pathOf(url: string): string {
  const path = url.startsWith('/') ? url : `/${url.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')}`
  const end = path.search(/[?#]/)
  return end === -1 ? path : path.slice(0, end)
}

// What is no HTTP never becomes a request; it gets the same kind of answer as everything else.
function refuseBroken(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy()
    return
  }
  const [line, reason, message] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'stalled', 'The request did not arrive in time.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'too-large', 'The head of the request is too large.']
        : ['400 Bad Request', 'malformed', 'This is not a request that can be read.']
  const body = JSON.stringify({ error: reason, message })
  socket.end(
    `HTTP/1.1 ${line}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
