import type { CompiledContract } from '@plainsight/contract/judge'
import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Found } from '../passage.ts'

const WIDTH = ['none', 'run', 'day', 'week', 'month', 'install']
const ID = /^[0-9a-f]{32}$/

/** Counts the batches of one machine in this minute, as far as a batch shows its machine: by the id that lasts longest. */
export function limitId(value: Found, { limits, senders }: Desk): Found | Answer {
  const id = widestId(value.known.compiled, value.batch.events)
  if (id === undefined) return value
  const wait = senders.takeBatch(`id ${value.batch.contract} ${id}`, limits.idBatchesPerMinute)
  return wait === 0 ? value : refuse('too-many', 'Too many batches of one id; try again later.', wait)
}

function widestId(compiled: CompiledContract, events: readonly unknown[]): string | undefined {
  let widest = 0
  let found: string | undefined
  for (const record of events) {
    if (typeof record !== 'object' || record === null) continue
    const { name, id } = record as { readonly name?: unknown; readonly id?: unknown }
    if (typeof id !== 'string' || typeof name !== 'string') continue
    const scope = compiled.event(name)?.event.identity
    const width = scope === undefined ? 0 : WIDTH.indexOf(scope)
    if (width > widest && ID.test(id)) {
      widest = width
      found = id
    }
  }
  return found
}
