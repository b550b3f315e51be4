import type { SenderJob } from './sender-job.ts'

/** What came of one request: a status (0 for no answer), the wait the answer asked for in ms, and the beginning of its text. */
export type PostAnswer = readonly [status: number, wait: number, text: string]

/** How much of an answer is read, characters. */
const MOST_TEXT = 2_048
/** How long a body may still come once the status is known, ms. */
const BODY_PATIENCE = 500

/**
 * Posts one batch. Redirects are answers like any other: nothing is sent elsewhere. Never rejects.
 * @param body a binary string
 * @param limit time for all of it, ms
 */
export function postBatch([module, options]: SenderJob['request'], body: string, limit: number): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const end = (status = 0, wait = 0, text = ''): void => {
      clearTimeout(timer)
      resolve([status, wait, text.slice(0, MOST_TEXT)])
      request.destroy()
    }
    const timer = setTimeout(end, limit)
    const headers = { ...options.headers, 'content-length': body.length }
    const request = process
      .getBuiltinModule(module)
      .request({ ...options, headers })
      .on('error', () => end())
      .on('response', (response) => {
        const asked = response.headers['retry-after']!
        let text = ''
        const done = (): void => end(response.statusCode, Number(asked) * 1000 || Date.parse(asked) - Date.now(), text)
        // The status says it all; a body that drips is not waited for.
        setTimeout(done, BODY_PATIENCE).unref()
        response
          .setEncoding('latin1')
          .on('data', (part: string) => (text += part).length > MOST_TEXT && done())
          .on('close', done)
      })
      .end(body, 'latin1')
  })
}
