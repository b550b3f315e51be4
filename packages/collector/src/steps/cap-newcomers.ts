import type { CompiledContract, WireRecord } from '@plainsight/contract/judge'
import type { Desk } from '../desk.ts'
import { isEnvironment, isPresence } from '../is-presence.ts'
import type { Judged, RecordOutcome } from '../passage.ts'

/**
 * Caps how many new machines one network can add to a figure of one contract and day (privacy.md, 8). A figure is the presence rows of a
 * grain, the values of a context field alone, or the ids of a link: there a machine counts once. Above the cap a record is in the ledger and in no figure.
 */
export function capNewcomers(value: Judged, { senders }: Desk): Judged {
  const { sender, batch, known } = value
  let capped = false
  const outcomes = value.outcomes.map((outcome): RecordOutcome => {
    if (outcome.kind === 'dropped') return outcome
    const figure = figureOf(known.compiled, outcome.record)
    if (figure === undefined) return outcome
    const place = `${sender} ${batch.contract} ${batch.day} ${figure.name}`
    const machine = figure.id === undefined ? undefined : `${batch.contract} ${figure.name} ${figure.id}`
    if (senders.takeNewcomer(place, machine)) return outcome
    capped = true
    return { kind: 'dropped', reason: 'capped' }
  })
  return capped ? { ...value, outcomes } : value
}

function figureOf(
  compiled: CompiledContract,
  record: WireRecord,
): { readonly name: string; readonly id: string | undefined } | undefined {
  if (isEnvironment(record)) return { name: `environment/${record.fields.field}`, id: undefined }
  if (isPresence(record)) return { name: `presence/${record.fields.grain}`, id: undefined }
  if (record.id === undefined) return undefined
  return { name: `link/${compiled.event(record.name)?.event.link ?? record.name}`, id: record.id }
}
