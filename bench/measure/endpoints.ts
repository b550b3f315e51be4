import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** An address that clients send to. */
export interface Endpoint {
  readonly url: string
  /** Bodies of the requests that it took, unpacked. */
  readonly bodies: readonly Buffer[]
  /** Bytes of those bodies as they came. */
  readonly bytes: () => number
  readonly close: () => Promise<void>
}

/** Takes everything, as a collector does. */
export async function openTaker(port = 0): Promise<Endpoint> {
  const bodies: Buffer[] = []
  let bytes = 0
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      bytes += body.length
      bodies.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":1,"rejected":[],"drift":0}')
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    bodies,
    bytes: () => bytes,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Accepts connections and never answers. */
export async function openMute(): Promise<Endpoint> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    socket.resume()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    bodies: [],
    bytes: () => 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port of which it is known that nobody listens on it now: connections are refused. */
export async function freePort(): Promise<number> {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Never even takes the connection, as behind a firewall that drops: a process listens with room for one, is stopped, and its room is
 * filled; from then on the system lets every attempt wait without a word.
 */
export async function openBlackHole(): Promise<Endpoint> {
  const program =
    "const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>process.stdout.write(s.address().port+'\\n'))"
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await Promise.race(fillers.map((socket) => once(socket, 'connect')))
  await new Promise((resolve) => setTimeout(resolve, 300))
  return {
    url: `http://127.0.0.1:${port}`,
    bodies: [],
    bytes: () => 0,
    async close() {
      for (const socket of fillers) socket.destroy()
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
