// Sends batches and prints what came back, as JSON. Written on plain sockets: it shares the cores with what it measures and must cost less.
// Argument: JSON of `LoadOrder`.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { BATCH_PLACE, realisticBatch } from './realistic-batch.ts'

/** What is to be sent. */
export interface LoadOrder {
  readonly port: number
  readonly seconds: number
  readonly connections: number
  /** Records in a batch. */
  readonly size: number
  /** Requests a second, at even distances; without it each connection sends as soon as it got its answer. */
  readonly rate?: number
}

/** What came back. */
export interface LoadFigures {
  readonly seconds: number
  readonly requests: number
  readonly accepted: number
  /** Answers other than 200, by status. */
  readonly refused: { readonly [status: string]: number }
  /** Milliseconds, from when a request was due; p50, p99, max. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const templates = Array.from({ length: 128 }, (_, i) => {
  const body = realisticBatch(i + 1, order.size, day)
  const head = `POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nuser-agent: plainsight/1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  const bytes = Buffer.from(head + body)
  return { bytes, place: bytes.indexOf(BATCH_PLACE) }
})

const latencies: number[] = []
const refused: { [status: string]: number } = {}
let accepted = 0
let sent = 0
const started = performance.now()
const end = started + order.seconds * 1000

await Promise.all(Array.from({ length: order.connections }, (_, i) => runConnection(i)))
const seconds = (performance.now() - started) / 1000
latencies.sort((a, b) => a - b)
const at = (part: number): number => latencies[Math.floor((latencies.length - 1) * part)] ?? Number.NaN
const figures: LoadFigures = {
  seconds,
  requests: latencies.length,
  accepted,
  refused,
  p50: at(0.5),
  p99: at(0.99),
  max: at(1),
}
process.stdout.write(JSON.stringify(figures))

function runConnection(index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1')
    socket.setNoDelay(true)
    let due = 0
    let turn = index
    let held = ''
    // Every connection has its own share of the due times; a request that is late counts from when it was due.
    const next = (): void => {
      const now = performance.now()
      due = order.rate === undefined ? now : started + (turn / order.rate) * 1000
      turn += order.connections
      if (due > end || now > end + 10_000) {
        socket.end()
        resolve()
      } else if (due > now) setTimeout(() => send(socket), due - now)
      else send(socket)
    }
    socket.once('connect', next)
    socket.on('error', reject)
    socket.on('data', (piece: Buffer) => {
      held += piece.toString('latin1')
      const headEnd = held.indexOf('\r\n\r\n')
      if (headEnd === -1) return
      const length = Number(/content-length: (\d+)/i.exec(held)?.[1] ?? 0)
      if (held.length < headEnd + 4 + length) return
      const status = held.slice(9, 12)
      if (status === '200') accepted += Number(/"accepted":(\d+)/.exec(held)?.[1] ?? 0)
      else refused[status] = (refused[status] ?? 0) + 1
      held = ''
      latencies.push(performance.now() - due)
      next()
    })
  })
}

function send(socket: Socket): void {
  const { bytes, place } = templates[sent++ % templates.length] as (typeof templates)[number]
  const request = Buffer.from(bytes)
  const hex = randomBytes(16).toString('hex')
  request.write(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`,
    place,
    'latin1',
  )
  socket.write(request)
}
