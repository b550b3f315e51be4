import { Analytics } from '@segment/analytics-node'
import type { Peer, PeerOptions } from './peer.ts'

/** @segment/analytics-node. It is off by its option `disable`; a process that ends awaits `closeAndFlush`. */
export function open({ endpoint, off, hold }: PeerOptions): Peer {
  const analytics = new Analytics({
    writeKey: 'bench',
    host: endpoint,
    disable: off,
    ...(hold ? { flushAt: 1_000_000, flushInterval: 1_000_000 } : {}),
  })
  return {
    record: (values) => analytics.track({ userId: 'one', event: 'command completed', properties: { ...values } }),
    end: () => analytics.closeAndFlush(),
  }
}
