import type { AdmitPorts, FieldSpec, Note, WireValue } from './field-spec.ts'
import { fieldType } from './field-types.ts'
import { fieldOf, isExternalId, usedField, type NormalContract, type NormalEvent } from './normal-contract.ts'
import type { Reason } from './reasons.ts'

/** One value of an event, ready to be admitted and judged. */
export interface Slot {
  readonly name: string
  readonly field: FieldSpec
  readonly role: 'by' | 'measure' | 'field' | 'external'
  readonly required: boolean
  /** The constant that stands in when the value is not given. */
  readonly is: WireValue | undefined
  /** Every wire value in a fixed order, where the list is finite and short. */
  readonly values: readonly WireValue[] | undefined
  readonly admit: (raw: unknown, note: Note) => WireValue | undefined
  readonly judge: (wire: unknown) => Reason | undefined
}

/** An event made ready: its declaration and its slots, in the order they were declared. */
export interface CompiledEvent {
  readonly name: string
  readonly event: NormalEvent
  /** Dimensions or fields first, then measures. */
  readonly slots: readonly Slot[]
  readonly slot: ReadonlyMap<string, Slot>
}

/** Makes one event ready. Throws where a field is not declared: `check` refuses such a contract first. */
export function compileEvent(
  contract: Pick<NormalContract, 'fields'>,
  name: string,
  event: NormalEvent,
  ports: AdmitPorts,
): CompiledEvent {
  const slots: Slot[] = []
  for (const [field, use] of Object.entries(event.uses)) {
    const declared = declaredField(contract, name, field)
    const spec = usedField(declared, use)
    const role = event.kind === 'rollup' ? 'by' : isExternalId(spec) ? 'external' : 'field'
    const type = fieldType(spec)
    const judge = type.judge(spec)
    slots.push({
      name: field,
      field: spec,
      role,
      required: use.need === 'required',
      is: use.is,
      values: use.is === undefined ? type.values(spec) : [use.is],
      admit: use.is === undefined ? type.admit(spec, ports, name) : admitConstant(use.is),
      judge: use.is === undefined ? judge : (wire) => (wire === use.is ? undefined : 'not-on-list'),
    })
  }
  for (const field of event.measure) {
    const spec = declaredField(contract, name, field)
    const type = fieldType(spec)
    slots.push({
      name: field,
      field: spec,
      role: 'measure',
      required: false,
      is: undefined,
      values: undefined,
      admit: type.admit(spec, ports, name),
      judge: type.judge(spec),
    })
  }
  return { name, event, slots, slot: new Map(slots.map((slot) => [slot.name, slot])) }
}

function admitConstant(constant: WireValue): (raw: unknown, note: Note) => WireValue {
  return (raw, note) => {
    if (raw !== constant) note.reason = 'not-on-list'
    return constant
  }
}

function declaredField(contract: Pick<NormalContract, 'fields'>, event: string, name: string): FieldSpec {
  const field = fieldOf(contract, name)
  if (field === undefined) throw new Error(`${event} uses the field "${name}", which the contract does not declare.`)
  return field
}
