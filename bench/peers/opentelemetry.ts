import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { Peer, PeerOptions } from './peer.ts'

/** @opentelemetry/sdk-metrics with its OTLP exporter. It is off where no reader is registered; a process that ends awaits `shutdown`. */
export function open({ endpoint, off }: PeerOptions): Peer {
  const readers = off
    ? []
    : [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` }) })]
  const provider = new MeterProvider({ readers })
  const counter = provider.getMeter('bench').createCounter('command.completed')
  return {
    record: ({ command, outcome, cached, files, tool, duration }) => {
      // The sixth value is what is added; a counter has attributes and one number.
      void duration
      counter.add(1, { command, outcome, cached, files, tool })
    },
    end: () => provider.shutdown(),
  }
}
