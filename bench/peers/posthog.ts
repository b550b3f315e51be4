import { PostHog } from 'posthog-node'
import type { Peer, PeerOptions } from './peer.ts'

/** posthog-node. It is off by its option `disabled`; a process that ends awaits `shutdown`. */
export function open({ endpoint, off, hold }: PeerOptions): Peer {
  const client = new PostHog('phc_bench', {
    host: endpoint,
    disabled: off,
    ...(hold ? { flushAt: 1_000_000, flushInterval: 0, maxQueueSize: 1_000_000 } : {}),
  })
  return {
    record: (values) => client.capture({ distinctId: 'one', event: 'command completed', properties: { ...values } }),
    end: () => client.shutdown(120_000),
  }
}
