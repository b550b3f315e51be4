import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A batch as it came. */
export interface SentBatch {
  readonly batch: string
  readonly day: string
  readonly version: string
  readonly digest: string
  readonly context: { readonly [name: string]: unknown }
  readonly events: readonly {
    readonly name: string
    readonly count?: number
    readonly by?: { readonly [field: string]: unknown }
    readonly fields?: { readonly [field: string]: unknown }
    readonly measure?: { readonly [field: string]: unknown }
    readonly id?: string
  }[]
  readonly drift?: readonly (readonly string[])[]
}

/** One request: its head as it stood on the wire, and its body, a binary string. */
export interface WireRequest {
  readonly head: string
  readonly body: string
}

/** What is done with a request: gives the raw answer to write, or undefined and answers the socket itself, or not at all. */
export type Answerer = (request: WireRequest, socket: Socket, index: number) => string | undefined

/** A collector on a bare socket, so that it can answer anything at all. */
export interface ProofRecorder {
  readonly url: string
  readonly requests: readonly WireRequest[]
  /** Connections that were opened, whether anything came over them or not. */
  readonly connections: number
  /** How it answers; a body that was given a 2xx counts as stored. */
  answer: Answerer
  /** What a collector that answered 200 would hold, each batch once. Throws when one id came with different bytes. */
  stored(): SentBatch[]
  /** Forgets all that came. */
  forget(): void
  /** The exact bodies that were answered 200, in order, each once. */
  bodies(): string[]
  close(): Promise<void>
}

/** A raw answer with a status and its text. */
export function raw(status: number, text = '', headers: readonly string[] = []): string {
  const head = [
    `HTTP/1.1 ${status} Whatever`,
    ...headers,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${text}`
}

/** What a collector says that took it all. */
export const TAKEN: string = raw(200, '{"accepted":1,"rejected":[],"drift":0}', ['content-type: application/json'])

/** Starts a recorder on a free port of the loopback. */
export async function proofRecorder(): Promise<ProofRecorder> {
  const requests: WireRequest[] = []
  const kept = new Map<string, string>()
  const conflicts: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    let text = ''
    let done = false
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part
      const [head = '', ...rest] = text.split('\r\n\r\n')
      const body = rest.join('\r\n\r\n')
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1])
      if (done || rest.length === 0 || body.length < length) return
      done = true
      const request = { head, body }
      requests.push(request)
      const answer = recorder.answer(request, socket, requests.length - 1)
      if (answer === undefined) return
      if (answer.startsWith('HTTP/1.1 2')) keep(body)
      socket.end(answer)
    })
  })
  function keep(body: string): void {
    const { batch } = JSON.parse(body) as SentBatch
    const known = kept.get(batch)
    if (known !== undefined && known !== body) conflicts.push(batch)
    kept.set(batch, body)
  }
  const checked = (): string[] => {
    if (conflicts.length > 0) throw new Error(`One id came with different bytes: ${conflicts.join(', ')}`)
    return [...kept.values()]
  }
  const recorder: ProofRecorder = {
    url: '',
    requests,
    get connections() {
      return connections
    },
    answer: () => TAKEN,
    bodies: checked,
    forget() {
      requests.length = 0
      conflicts.length = 0
      kept.clear()
    },
    stored: () => checked().map((body) => JSON.parse(Buffer.from(body, 'latin1').toString()) as SentBatch),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.defineProperty(recorder, 'url', { value: url })
}

/** How often an event was counted on a day, over all batches. */
export function countOf(batches: readonly SentBatch[], day: string, name = 'command.completed'): number {
  return batches
    .filter((batch) => batch.day === day)
    .flatMap(({ events }) => events)
    .filter((event) => event.name === name)
    .reduce((sum, { count = 1 }) => sum + count, 0)
}
