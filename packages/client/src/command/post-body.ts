import type { PostAnswer } from '../sender/post-batch.ts'
import type { RequestData } from '../sender/sender-job.ts'
import type { CommandPorts } from './command-ports.ts'

/** How long a request that a person waits for may take, ms. */
const PATIENCE = 10_000

/**
 * Posts JSON to a collector, with the headers of the protocol and no others. Never rejects.
 * @param to the collector's address
 * @param path what is asked of it, such as `/v1/forget`
 * @returns status 0 for no answer, or where the address is none
 */
export async function postBody(ports: CommandPorts, to: string, path: string, body: object): Promise<PostAnswer> {
  let url: URL
  try {
    url = new URL(to.replace(/\/+$/, '') + path)
  } catch {
    return [0, 0, '']
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return [0, 0, '']
  const options: RequestData = {
    method: 'POST',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    setDefaultHeaders: false,
    headers: { host: url.host, 'content-type': 'application/json', 'user-agent': 'plainsight/1' },
  }
  const text = Buffer.from(JSON.stringify(body)).toString('latin1')
  return ports.post([url.protocol === 'https:' ? 'https' : 'http', options], text, PATIENCE)
}
