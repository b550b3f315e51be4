import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Named, Read } from '../passage.ts'
import { readBody } from '../read-body.ts'

/** Reads the body. */
export async function readBatch(value: Named, { limits }: Desk): Promise<Read | Answer> {
  const read = await readBody(value.request.body, value.length, limits.wireBytes, limits.bodyMs)
  switch (read.kind) {
    case 'body':
      return { ...value, bytes: read.bytes }
    case 'too-large':
      return refuse('too-large', `The body is larger than ${limits.wireBytes} bytes.`)
    case 'stalled':
      return refuse('stalled', undefined, 60)
    case 'torn':
      return refuse('malformed', 'The body is not as long as its Content-Length says.')
  }
}
