import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** A collector that takes everything and keeps it for the test. */
export interface KitRecorder {
  readonly url: string
  readonly address: string
  /** Connections so far, whether anything came over them or not. */
  connections(): number
  /** Every request: its head, and its body as it reads, unpacked. */
  requests(): readonly { readonly head: string; readonly body: string }[]
  close(): Promise<void>
}

const ANSWER = '{"accepted":1,"rejected":[],"drift":0}'

/** Starts a recorder on a free port of the loopback address. */
export async function kitRecorder(): Promise<KitRecorder> {
  const sockets = new Set<Socket>()
  const streams: { text: string }[] = []
  let connections = 0
  const server = createServer((socket) => {
    connections++
    const stream = { text: '' }
    streams.push(stream)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.setEncoding('latin1').on('data', (part: string) => {
      stream.text += part
      if (!isWhole(stream.text)) return
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${ANSWER.length}\r\nconnection: close\r\n\r\n${ANSWER}`,
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    connections: () => connections,
    requests: () => streams.filter(({ text }) => text !== '').map(({ text }) => readRequest(text)),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = text.slice(0, end)
  if (/^transfer-encoding:.*chunked/im.test(head)) return text.endsWith('0\r\n\r\n')
  return text.length - end - 4 >= Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
}

function readRequest(text: string): { readonly head: string; readonly body: string } {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return { head: text, body: '' }
  const head = text.slice(0, end)
  const body = text.slice(end + 4)
  if (!/^content-encoding: *gzip/im.test(head)) return { head, body }
  try {
    return { head, body: gunzipSync(Buffer.from(body, 'latin1')).toString('latin1') }
  } catch {
    return { head, body }
  }
}
