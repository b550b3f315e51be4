import { admitError } from './admit-error.ts'
import { admitRecord } from './admit-record.ts'
import type { BuildManifest } from './build-manifest.ts'
import { compileEvent, makeSlot, type CompiledEvent, type Slot } from './compiled-event.ts'
import type { Contract } from './contract-spec.ts'
import { UNDECLARED, WHOLE_RECORD, type Drift, type Verdict } from './drift.ts'
import { ERROR_PARTS } from './error-words.ts'
import type { AdmitPorts, Note, WireValue } from './field-spec.ts'
import { takeRareGates } from './field-gates.ts'
import { judgeRecord, type Station } from './judge-record.ts'
import { judgeValues } from './judge-values.ts'
import { LIMITS } from './limits.ts'
import { normalContract, type NormalContract } from './normal-contract.ts'
import { fieldOf, heldField } from './normal-event.ts'
import { rareGate } from './rare-gates.ts'
import { isReason } from './reasons.ts'
import {
  ENVIRONMENT,
  PRESENCE,
  type EnvironmentRecord,
  type ErrorRecord,
  type OccurrenceRecord,
  type RollupRecord,
  type WireRecord,
  type WireValues,
} from './wire-record.ts'

// A station that judges holds the gates of every type.
takeRareGates(rareGate)

/** A contract made ready to admit and to judge. Events are compiled at their first use. */
export interface CompiledContract {
  readonly contract: NormalContract
  /** The compiled event of a name; undefined for an undeclared one. */
  event(name: string): CompiledEvent | undefined
  /** The entrance where a record is born. Of an errors event `given` is `{ error, fields }`. */
  admit(name: string, given: unknown, at?: string): Verdict<RollupRecord | OccurrenceRecord | ErrorRecord>
  /** Admits one context value (a probe or a declared field): undefined when it is left out. */
  admitContext(name: string, raw: unknown, note: Note): WireValue | undefined
  /** Admits one value of the built-in roll-up: undefined when it is left out, or the contract does not name the field there. */
  admitEnvironment(name: string, raw: unknown, note: Note): EnvironmentRecord | undefined
  /** Every later entrance. */
  judge(wire: unknown, station: Station): Verdict<WireRecord>
  /** Judges a batch's context once: what the contract's events declare is kept, the rest is left out. */
  judgeContext(wire: unknown): { readonly kept: WireValues; readonly drift: readonly Drift[] }
  /** Judges drift that a client reports: entries about undeclared things and with unknown reasons are dropped; undefined when it is no list. */
  judgeDrift(wire: unknown): readonly Drift[] | undefined
}

/**
 * Compiles a contract. Pure: the same contract gives functions that always answer alike.
 * @param ports what `admit` may ask of the outside, and the files of the product's build that frames may name; none at a station that
 *   only judges
 */
export function compileContract(
  source: Contract | NormalContract,
  ports: AdmitPorts & { readonly manifest?: BuildManifest } = {},
): CompiledContract {
  const contract = normalContract(source)
  const events = new Map<string, CompiledEvent>()
  const contextNames = [
    ...new Set([
      ...contract.context,
      ...Object.values(contract.events).flatMap((event) => event.context),
      ...presenceContext(contract),
    ]),
  ]
  const context = contextEvent(contract, contextNames, ports)
  const environment = contextEvent(contract, contract.environment ?? [], ports).slot

  function event(name: string): CompiledEvent | undefined {
    const ready = events.get(name)
    if (ready !== undefined) return ready
    if (!Object.hasOwn(contract.events, name)) return undefined
    const compiled = compileEvent(contract, name, contract.events[name] as NormalContract['events'][string], ports)
    events.set(name, compiled)
    return compiled
  }

  return {
    contract,
    event,
    admit(name, given, at) {
      const compiled = event(name)
      if (compiled?.event.kind === 'errors') {
        const { error, fields } = partsOf(given)
        return admitError(compiled, error, fields, at, ports.manifest, ports)
      }
      if (compiled !== undefined) return admitRecord(compiled, given, at)
      return { kind: 'dropped', reason: 'unknown-event', drift: [[UNDECLARED, WHOLE_RECORD, 'unknown-event']] }
    },
    admitContext(name, raw, note) {
      return context.slot.get(name)?.admit(raw, note)
    },
    admitEnvironment(name, raw, note) {
      const value = environment.get(name)?.admit(raw, note)
      if (typeof value !== 'string' && typeof value !== 'boolean') return undefined
      return { name: ENVIRONMENT, fields: { field: name, value } }
    },
    judge: (wire, station) => judgeRecord(contract, event, wire, station, environment),
    judgeContext(wire) {
      const drift: Drift[] = []
      if (wire === undefined) return { kept: {}, drift }
      try {
        if (typeof wire === 'object' && wire !== null && !Array.isArray(wire)) {
          const kept = judgeValues(context, context.body, wire as { [key: string]: unknown }, drift)
          if (typeof kept !== 'string') return { kept, drift }
        }
      } catch {
        return { kept: {}, drift: [['context', WHOLE_RECORD, 'hostile']] }
      }
      return { kept: {}, drift: [['context', WHOLE_RECORD, 'malformed']] }
    },
    judgeDrift(wire) {
      if (wire === undefined) return []
      try {
        return Array.isArray(wire) ? knownDrift(wire, isDeclared) : undefined
      } catch {
        return undefined
      }
    },
  }

  function isDeclared(name: string, field: string): boolean {
    if (field === WHOLE_RECORD || field === UNDECLARED)
      return (
        name === UNDECLARED ||
        name === 'context' ||
        name === PRESENCE ||
        name === ENVIRONMENT ||
        Object.hasOwn(contract.events, name)
      )
    if (name === 'context') return context.slot.has(field)
    if (field === 'id' || field === 'rate') return Object.hasOwn(contract.events, name)
    const compiled = event(name)
    if (compiled?.event.kind === 'errors' && (ERROR_PARTS as readonly string[]).includes(field)) return true
    return compiled?.slot.has(field) === true
  }
}

function partsOf(given: unknown): { readonly error?: unknown; readonly fields?: unknown } {
  try {
    const { error, fields } = given as { readonly error?: unknown; readonly fields?: unknown }
    return { error, fields }
  } catch {
    return {}
  }
}

// Each declared triple once: a triple counts one machine on one day, however often it is said.
function knownDrift(wire: readonly unknown[], isDeclared: (name: string, field: string) => boolean): readonly Drift[] {
  const kept: Drift[] = []
  const seen = new Set<string>()
  const length = Math.min(wire.length, LIMITS.driftEntries)
  for (let i = 0; i < length; i++) {
    const entry = wire[i]
    if (!Array.isArray(entry) || entry.length !== 3) continue
    const [name, field, reason] = entry as unknown[]
    if (typeof name !== 'string' || typeof field !== 'string' || !isReason(reason) || !isDeclared(name, field)) continue
    const key = `${name}\n${field}\n${reason}`
    if (seen.has(key)) continue
    seen.add(key)
    kept.push([name, field, reason])
  }
  return kept
}

// The context is judged as if it were an event of optional fields.
function contextEvent(contract: NormalContract, names: readonly string[], ports: AdmitPorts): CompiledEvent {
  const body = names.flatMap((name): Slot[] => {
    const field = fieldOf(contract, name)
    return field === undefined
      ? []
      : [makeSlot(name, heldField(field), 'field', { need: 'optional' }, ports, 'context')]
  })
  return {
    name: 'context',
    event: undefined as never,
    slots: body,
    body,
    externals: [],
    measures: [],
    slot: new Map(body.map((slot) => [slot.name, slot])),
  }
}

function presenceContext(contract: NormalContract): readonly string[] {
  return contract.presence !== false && contract.presence.by !== undefined ? [contract.presence.by] : []
}
