import { createTestTelemetry } from '@plainsight/client/testing'
import type { Contract } from '@plainsight/contract'
import { compileEvent, normalContract, type NormalContract } from '@plainsight/contract/judge'
import { sampleValue } from './sample-values.ts'

/** Records of one event: enough to show many values of each of its fields. */
const RECORDS = 12

/** What the client makes of the events of one source. */
export interface CatalogBatches {
  readonly source: string
  /** Events that were recorded. */
  readonly events: readonly string[]
  /** The exact bodies that leave. */
  readonly bodies: readonly string[]
}

/**
 * Records every event of a contract through the client, for each of its sources, and gives the bodies of the batches. Nothing is
 * sampled away: a tenant may ask for everything.
 * @param day the UTC day on which it is recorded; the batches leave on the next
 * @param wanted which events; default: all
 */
export async function catalogBatches(
  contract: Contract,
  day: string,
  wanted: (event: string) => boolean = () => true,
): Promise<readonly CatalogBatches[]> {
  const normal = normalContract(contract)
  const found: CatalogBatches[] = []
  for (const source of contract.sources) {
    const events = Object.entries(normal.events).flatMap(([name, event]) =>
      event.sources.includes(source) && wanted(name) ? [name] : [],
    )
    const telemetry = createTestTelemetry(contract, {
      source,
      productVersion: '3.1.4',
      tenant: { sampling: Object.fromEntries(events.map((name) => [name, 1])) },
    })
    telemetry.clock.set(`${day}T10:00Z`)
    // Reports of errors need a yes of their own.
    telemetry.setConsent('on', { by: 'test', channel: 'errors' })
    for (const name of events) {
      if (normal.events[name]?.kind === 'errors')
        telemetry.reportError(new RangeError('out of range'), { fields: valuesOf(normal, name, 0) as never })
      else for (let turn = 0; turn < RECORDS; turn++) telemetry.record(name, valuesOf(normal, name, turn) as never)
    }
    telemetry.clock.advance(86_400_000)
    await telemetry.flush()
    found.push({ source, events, bodies: [...telemetry.sink.received] })
  }
  return found
}

function valuesOf(contract: NormalContract, name: string, turn: number): { readonly [field: string]: unknown } {
  const event = contract.events[name]
  if (event === undefined) throw new Error(`There is no event ${name}.`)
  const values: { [field: string]: unknown } = {}
  for (const { name: field, field: spec, is } of compileEvent(contract, name, event, {}).slots)
    if (is === undefined) values[field] = sampleValue(spec, turn)
  return values
}
