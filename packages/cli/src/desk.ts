import { contractDigest } from '@plainsight/contract/canonical'
import { compileContract, normalContract, type CompiledContract } from '@plainsight/contract/judge'
import type { Contract } from '@plainsight/contract'
import { sep } from 'node:path'
import { createDeskLog, type DeskLog } from './desk-log.ts'
import { explainBatch, visibleWord, type ArrivedBatch } from './explain-batch.ts'
import { driftOf, explainCall, type ToldCall } from './explain-call.ts'
import { spoolBatches } from './spool-batches.ts'

/** What a listener answers. */
export interface DeskAnswer {
  readonly status: number
  readonly body: object
}

/** The developer's desk: what it knows of some contracts, and what happened there. Nothing of it is written anywhere. */
export interface Desk {
  readonly contracts: ReadonlyMap<string, CompiledContract>
  readonly log: DeskLog
  /** A batch was posted; nothing in it has been checked. */
  takeBatch(body: unknown, bytes: number): DeskAnswer
  /** A program that the desk started tells what it recorded. */
  takeCalls(body: unknown): DeskAnswer
  /** The spool of a contract, as it stands now. */
  seeSpool(contract: string, text: string): void
  /** The program ended: what lies in its spool is written down as the batches that it would be. */
  closeSpool(contract: string, text: string): void
}

/** Calls that one post may hold. */
const MOST_CALLS = 5_000

/**
 * Makes a desk for some contracts.
 * @param cwd the folder that places in the source are shown from
 */
export function createDesk(sources: readonly Contract[], cwd: string = '', log: DeskLog = createDeskLog()): Desk {
  // A hash needs a secret; at the desk only that it is one is shown.
  const ports = { hash: () => '0'.repeat(32) }
  const contracts = new Map(sources.map((source) => [source.name, compileContract(source, ports)]))
  const digests = new Map(sources.map((source) => [source.name, contractDigest(normalContract(source)).slice(0, 16)]))
  const parts = new Set<string>()
  return {
    contracts,
    log,
    takeBatch(body, bytes) {
      const batch = (body ?? {}) as ArrivedBatch & { readonly [key in 'batch' | 'contract' | 'digest']?: unknown }
      const name = String(batch.contract)
      const compiled = contracts.get(name)
      const title = `batch ${visibleWord(batch.batch)}: ${visibleWord(batch.contract)} ${visibleWord(batch.version)} ${visibleWord(batch.source)}, day ${visibleWord(batch.day)}, ${bytes} bytes`
      if (compiled === undefined) {
        const known = [...contracts.keys()]
        const message = `There is no contract ${visibleWord(batch.contract)} here; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`
        log.add({ kind: 'batch', title })
        log.add({ kind: 'note', title: `✗ 422 ${message}` })
        return { status: 422, body: { error: 'unknown-contract', message } }
      }
      const { lines: _, accepted, rejected, ...explained } = explainBatch(compiled, batch)
      log.add({ kind: 'batch', contract: name, title, ...explained })
      const digest = digests.get(name)
      if (batch.digest !== digest)
        log.add({
          kind: 'note',
          contract: name,
          title: `! its digest is ${visibleWord(batch.digest)}, the contract's here is ${digest}: a collector would refuse it (422)`,
        })
      log.addDrift(
        name,
        explained.drift.map(({ event, field, reason }) => `${event} ${field}: ${reason}`),
      )
      log.addDelivered(name, keptOf(batch, rejected))
      return { status: 200, body: { accepted, rejected, drift: 0 } }
    },
    takeCalls(body) {
      const { part, calls, untold } = (body ?? {}) as { readonly [key in 'part' | 'calls' | 'untold']?: unknown }
      if (!Array.isArray(calls) || calls.length > MOST_CALLS || typeof part !== 'string')
        return { status: 400, body: { error: 'malformed', message: 'It is not what a client tells.' } }
      // A process that ends posts again what it is not sure of.
      if (parts.has(part)) return { status: 200, body: {} }
      parts.add(part)
      for (const call of calls as (ToldCall | null)[]) takeCall(call ?? {})
      if (typeof untold === 'number' && untold > 0)
        log.add({
          kind: 'note',
          title: `${untold} more calls came too fast to be shown; they are counted all the same.`,
        })
      return { status: 200, body: {} }
    },
    seeSpool(contract, text) {
      log.setWaiting(contract, spoolBatches(text))
    },
    closeSpool(contract, text) {
      const compiled = contracts.get(contract)
      const batches = spoolBatches(text)
      log.setWaiting(contract, batches)
      if (compiled === undefined) return
      for (const batch of batches) {
        const { lines: _, accepted: _a, rejected: _r, ...explained } = explainBatch(compiled, batch)
        log.add({
          kind: 'kept',
          contract,
          title: `${contract} recorded, for the batch of ${visibleWord(batch.day)}:`,
          ...explained,
        })
        log.addDrift(
          contract,
          explained.drift.map(({ event, field, reason }) => `${event} ${field}: ${reason}`),
        )
      }
      // What arrived and what lay there are one: a next program has a spool of its own.
      for (const batch of batches) log.addDelivered(contract, batch)
      log.setWaiting(contract, [])
    },
  }

  function takeCall(call: ToldCall): void {
    const contract = String(call.contract)
    const compiled = contracts.get(contract)
    if (compiled === undefined) return
    const record = explainCall(compiled, call)
    const place = typeof call.from === 'string' ? call.from : undefined
    const from = place && visibleWord(place.startsWith(cwd + sep) ? place.slice(cwd.length + 1) : place)
    log.add({
      kind: 'call',
      contract,
      title: record.event,
      records: [record],
      ...(from === undefined ? {} : { from }),
    })
    log.addDrift(contract, driftOf(record))
  }
}

function keptOf(batch: ArrivedBatch, rejected: readonly { readonly index: number }[]): ArrivedBatch {
  const gone = new Set(rejected.map(({ index }) => index))
  const events = Array.isArray(batch.events) ? (batch.events as unknown[]).filter((_, i) => !gone.has(i)) : []
  return { ...batch, events }
}
