import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { AddressInfo } from 'node:net'

/** What a desk listener was sent, and what to answer. */
export type AnswerBatch = (body: unknown, bytes: number) => { readonly status: number; readonly body: object }

/** A listener of the developer's desk. */
export interface BatchListener {
  readonly url: string
  close(): Promise<void>
}

/** Bytes on the wire and unpacked, as at the collector (protocol.md). */
const ON_WIRE = 65_536
const UNPACKED = 262_144

/**
 * Listens on the loopback address for batches, and hands each to `answer`. It is for one developer and keeps nothing.
 * @param port 0 picks a free one
 * @returns undefined when the port is taken
 */
export function listenForBatches(port: number, answer: AnswerBatch): Promise<BatchListener | undefined> {
  const server = createServer((request, response) => void take(request, response, answer))
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({ url: `http://127.0.0.1:${taken}`, close: () => closed(server) })
    })
  })
}

async function take(request: IncomingMessage, response: ServerResponse, answer: AnswerBatch): Promise<void> {
  if (request.url !== '/v1/batches')
    return send(response, 404, { error: 'path', message: 'Batches go to /v1/batches.' })
  if (request.method !== 'POST') return send(response, 405, { error: 'method', message: 'Batches are posted.' })
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > ON_WIRE) return send(response, 413, { error: 'too-large', message: 'A batch has at most 64 KB.' })
      parts.push(part)
    }
  } catch {
    return
  }
  const packed = request.headers['content-encoding'] === 'gzip'
  let body: unknown
  try {
    const raw = Buffer.concat(parts)
    body = JSON.parse((packed ? gunzipSync(raw, { maxOutputLength: UNPACKED }) : raw).toString('utf8'))
  } catch {
    return send(response, 400, { error: 'malformed', message: 'The body is not JSON.' })
  }
  const { status, body: said } = answer(body, bytes)
  send(response, status, said)
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
