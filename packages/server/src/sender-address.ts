import { headerOf, type IngestRequest } from '@plainsight/collector'

/**
 * The address that a request came from, for limits only.
 * @param remote the other end of the connection
 * @param header the one in which the proxy in front writes the sender's address; its last entry counts, because a sender can write any
 *   before it. Undefined where there is no proxy
 */
export function senderAddress(
  request: Pick<IngestRequest, 'headers'>,
  remote: string | undefined,
  header: string | undefined,
): string | undefined {
  if (header === undefined) return remote
  const last = headerOf(request, header)?.split(',').at(-1)?.trim()
  if (last === undefined || last === '') return remote
  // Some proxies add the port: 192.0.2.1:443, [2001:db8::1]:443.
  return last.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}
