import { createFetchTelemetrySink, createTelemetryClient } from '@decantr/telemetry'
import type { Peer, PeerOptions } from './peer.ts'

/** @decantr/telemetry with its fetch sink. It is off by its option `enabled`; a process that ends awaits `flush`. */
export function open({ endpoint, off }: PeerOptions): Peer {
  const client = createTelemetryClient({
    enabled: !off,
    context: { source: 'cli' },
    sink: createFetchTelemetrySink({ endpoint: `${endpoint}/events` }),
  })
  return {
    record: (values) =>
      void client.capture({ name: 'cli.command.completed', context: {}, properties: { ...values } } as never),
    end: () => client.flush(),
  }
}
