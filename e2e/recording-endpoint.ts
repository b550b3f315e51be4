import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire. */
export interface Recorded {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** An endpoint that writes down every request, byte for byte. */
export interface RecordingEndpoint {
  readonly url: string
  readonly requests: readonly Recorded[]
  close(): Promise<void>
}

/** Listens on a free port of the loopback address and answers everything with 200, as a collector that takes it. */
export function openRecordingEndpoint(): Promise<RecordingEndpoint> {
  const requests: Recorded[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method, url: path, headers } = request
      requests.push({ method, path, headers, body: Buffer.concat(parts) })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":1,"rejected":[],"drift":0}')
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        requests,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}
