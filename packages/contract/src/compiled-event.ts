import type { Admit, AdmitPorts, FieldSpec, WireValue } from './field-spec.ts'
import { fieldGate } from './field-gates.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, heldField, isExternalId, usedField, type NormalEvent, type NormalUse } from './normal-event.ts'
import type { Reason } from './reasons.ts'

/** One value of an event, ready to be admitted and judged. */
export interface Slot {
  readonly name: string
  readonly field: FieldSpec
  readonly role: 'by' | 'measure' | 'field' | 'external'
  readonly required: boolean
  /** The constant, as it stands on the wire, that stands in when the value is not given. */
  readonly is: WireValue | undefined
  /** Every wire value in a fixed order, where the list is finite and short. */
  readonly values: readonly WireValue[] | undefined
  readonly admit: Admit
  readonly judge: (wire: unknown) => Reason | undefined
}

/** An event made ready: its declaration and its slots, in the order they were declared. */
export interface CompiledEvent {
  readonly name: string
  readonly event: NormalEvent
  /** Dimensions or fields first, then measures. */
  readonly slots: readonly Slot[]
  /** The slots whose values stand in `by` or in `fields`. */
  readonly body: readonly Slot[]
  /** The slots whose values stand in `ids`. */
  readonly externals: readonly Slot[]
  /** The slots whose values stand in `measure`. */
  readonly measures: readonly Slot[]
  readonly slot: ReadonlyMap<string, Slot>
}

/**
 * Makes one event ready. Throws where a field is not declared or a constant is none of its field's values: `check` refuses such
 * a contract first.
 */
export function compileEvent(
  contract: Pick<NormalContract, 'fields'>,
  name: string,
  event: NormalEvent,
  ports: AdmitPorts,
): CompiledEvent {
  const slots: Slot[] = []
  for (const [field, use] of Object.entries(event.uses)) {
    const spec = usedField(declaredField(contract, name, field), use)
    const role = event.kind === 'rollup' ? 'by' : isExternalId(spec) ? 'external' : 'field'
    slots.push(makeSlot(field, heldField(spec, event.privacy), role, use, ports, name))
  }
  for (const field of event.measure) {
    const spec = heldField(declaredField(contract, name, field), event.privacy)
    slots.push(makeSlot(field, spec, 'measure', { need: 'optional' }, ports, name))
  }
  return {
    name,
    event,
    slots,
    body: slots.filter((slot) => slot.role === 'by' || slot.role === 'field'),
    externals: slots.filter((slot) => slot.role === 'external'),
    measures: slots.filter((slot) => slot.role === 'measure'),
    slot: new Map(slots.map((slot) => [slot.name, slot])),
  }
}

/** Makes one slot ready. A constant is admitted once, here, like any value that a call site gives. */
export function makeSlot(
  name: string,
  field: FieldSpec,
  role: Slot['role'],
  use: NormalUse,
  ports: AdmitPorts,
  event: string,
): Slot {
  const gate = fieldGate(field)
  const admit = gate.admit(field, ports, event)
  const plain = { name, field, role, required: use.need === 'required' }
  // A masked constant is no constant any more: it is masked like any value that is given.
  if (use.is === undefined || field.kind === 'masked') {
    const values = role === 'measure' ? undefined : gate.values(field)
    // Of what is never sent, as a masked number, nothing can be missing.
    const required = plain.required && use.is === undefined && values?.length !== 0
    return { ...plain, required, is: undefined, values, admit, judge: gate.judge(field) }
  }
  const constant = admit(use.is, { reason: undefined })
  if (constant === undefined) throw new Error(`${event}: "${name}" has no such value.`)
  return {
    ...plain,
    is: constant,
    values: [constant],
    admit(raw, note, given) {
      if (admit(raw, note, given) !== constant) note.reason = 'not-on-list'
      return constant
    },
    judge: (wire) => (wire === constant ? undefined : 'not-on-list'),
  }
}

function declaredField(contract: Pick<NormalContract, 'fields'>, event: string, name: string): FieldSpec {
  const field = fieldOf(contract, name)
  if (field === undefined) throw new Error(`${event}: no field "${name}".`)
  return field
}
