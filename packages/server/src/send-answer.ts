import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from '@plainsight/collector'

/** After a refusal that came before the body: how much more of it is taken in, and for how long, before the connection is cut. */
const REST = { bytes: 1_048_576, ms: 2_000 } as const

/**
 * Writes a collector's answer. Where the body was not read, the rest of it is taken in and thrown away for a moment: closing a connection
 * on which data is still arriving resets it, and the sender would never see the answer.
 * @param isClosing whether the server is about to end: the connection is then not kept
 */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  isClosing: boolean,
): void {
  if (response.destroyed || response.headersSent) return
  const body = Buffer.from(answer.body)
  const isUnread = !request.complete
  const headers: Record<string, string | number> = { ...answer.headers, 'content-length': body.byteLength }
  if (isUnread || isClosing) headers.connection = 'close'
  response.writeHead(answer.status, headers)
  const sent = request.method === 'HEAD' ? undefined : body
  if (!isUnread) {
    response.end(sent)
    return
  }
  // The whole answer is on its way; only the end of the connection waits.
  if (sent !== undefined) response.write(sent)
  let more = 0
  const cut = (): void => void request.destroy()
  const timer = setTimeout(cut, REST.ms)
  request.on('data', (chunk: Buffer) => {
    more += chunk.byteLength
    if (more > REST.bytes) cut()
  })
  request.once('end', () => response.end())
  request.once('error', () => undefined)
  request.once('close', () => clearTimeout(timer))
}
