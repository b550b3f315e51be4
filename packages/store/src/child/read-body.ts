import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'

/** The largest body: a block of 20 000 rows is some 8 MB. */
const LARGEST_BODY = 256 * 1024 * 1024

/**
 * Reads a request's body, unpacked when it came as gzip.
 * @returns a sentence when it is too large or broken
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | string> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'gzip')
    return `The content encoding ${encoding} is not spoken here, only gzip.`
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of encoding === 'gzip' ? request.pipe(createGunzip()) : request) {
      size += (piece as Buffer).length
      if (size > LARGEST_BODY) return `A body holds at most ${LARGEST_BODY} bytes.`
      pieces.push(piece as Buffer)
    }
  } catch (cause) {
    return `The body could not be read: ${cause instanceof Error ? cause.message : String(cause)}.`
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
}
