import { gunzipSync } from 'node:zlib'
import { countArrived } from './count-arrived.ts'
import type { Endpoint } from './endpoints.ts'

/** One of the libraries that are measured side by side. */
export interface Library {
  /** Its file in `bench/peers`, without its ending. */
  readonly name: string
  /** Its name in the registry. */
  readonly title: string
  /** Whether each record is a request of its own: then fewer are timed. */
  readonly sendsEach: boolean
  /** How many events a request carried; the body is unpacked. */
  readonly countIn: (body: string) => number
}

const batched = (body: string): number => (JSON.parse(body) as { batch: unknown[] }).batch.length

// Of one process's counter: what was added up in it.
function otlpSum(body: string): number {
  const { resourceMetrics } = JSON.parse(body) as OtlpMetrics
  return resourceMetrics
    .flatMap((resource) => resource.scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap((metric) => metric.sum?.dataPoints ?? [])
    .reduce((sum, point) => sum + Number(point.asInt ?? point.asDouble), 0)
}

interface OtlpMetrics {
  resourceMetrics: {
    scopeMetrics: { metrics: { sum?: { dataPoints: { asInt?: number | string; asDouble?: number }[] } }[] }[]
  }[]
}

/** Ours first, then the five that people use today, as docs/benchmarks.md names them. */
export const libraries: readonly Library[] = [
  { name: 'plainsight', title: '@plainsight/client', sendsEach: false, countIn: () => 0 },
  { name: 'posthog', title: 'posthog-node', sendsEach: false, countIn: batched },
  { name: 'segment', title: '@segment/analytics-node', sendsEach: false, countIn: batched },
  { name: 'opentelemetry', title: '@opentelemetry/sdk-metrics', sendsEach: false, countIn: otlpSum },
  {
    name: 'astro',
    title: '@astrojs/telemetry',
    sendsEach: true,
    countIn: (body) => (JSON.parse(body) as { events: unknown[] }).events.length,
  },
  { name: 'decantr', title: '@decantr/telemetry', sendsEach: true, countIn: () => 1 },
]

/** Whether a library is ours: what it counted leaves on a later day, and is fetched from its state folder. */
export function isOurs(library: Library): boolean {
  return library.name === 'plainsight'
}

/** How many events of a library arrived: at its endpoint, or, of ours, from its state folder. */
export function arrivedOf(library: Library, endpoint: Endpoint, home: string, wanted: number): Promise<number> {
  if (isOurs(library)) return countArrived([`${home}/state/bench/telemetry`], wanted)
  return Promise.resolve(endpoint.bodies.reduce((sum, body) => sum + library.countIn(unpacked(body)), 0))
}

// Some say how a body is packed in its address and not in a header.
function unpacked(body: Buffer): string {
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString()
}
