/** What came of one request: a status (0 for no answer), the wait the answer asked for in ms, and the beginning of its text. */
export type PostAnswer = readonly [status: number, wait: number | undefined, text: string]

/** Longest wait that a collector may ask for, ms. */
const LONGEST_WAIT = 604_800_000
/** How much of an answer is read, characters. */
const MOST_TEXT = 2_048
/** How long a body may still come once the status is known, ms. */
const BODY_PATIENCE = 500

/**
 * Posts one batch with exactly the headers of the protocol. Redirects are answers like any other: nothing is sent elsewhere.
 * Never rejects.
 * @param body a binary string
 * @param limit time for all of it, ms
 */
export function postBatch(endpoint: string, body: string, limit: number): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const end = (answer: PostAnswer): void => {
      clearTimeout(timer)
      resolve(answer)
      request.destroy()
    }
    const timer = setTimeout(() => end([0, undefined, '']), limit)
    const url = new URL(`${endpoint.replace(/\/+$/, '')}/v1/batches`)
    const request = process.getBuiltinModule(url.protocol === 'https:' ? 'https' : 'http').request(url, {
      method: 'POST',
      // Nothing but what the protocol names: no connection header, no cookies, no accept.
      setDefaultHeaders: false,
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'plainsight/1',
      },
    })
    request.on('error', () => end([0, undefined, '']))
    request.on('response', (response) => {
      const asked = response.headers['retry-after'] ?? ''
      const wait = Number(asked) * 1000 || Date.parse(asked) - Date.now()
      let text = ''
      const done = (): void =>
        end([response.statusCode!, wait > 0 ? Math.min(wait, LONGEST_WAIT) : undefined, text.slice(0, MOST_TEXT)])
      // The status says it all; a body that drips is not waited for.
      setTimeout(done, BODY_PATIENCE).unref()
      response.setEncoding('latin1')
      response.on('data', (part: string) => {
        text += part
        if (text.length > MOST_TEXT) done()
      })
      response.on('close', done)
    })
    request.end(body, 'latin1')
  })
}
