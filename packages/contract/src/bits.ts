// How far reports can be told apart (privacy.md, 3). Also a door of its own: the figures are printed, not only gated.
import { FIELD_TYPES } from './field-types.ts'
import { errorWords } from './error-words.ts'
import type { FieldSpec } from './field-spec.ts'
import { tallySets, type TallySpec } from './fields/tally.ts'
import type { NormalContract } from './normal-contract.ts'
import { fieldOf, heldField, usedField, type NormalEvent } from './normal-event.ts'
import { NUMBER_KINDS } from './number-kinds.ts'

/** What one field adds to a figure. */
export interface BitsCost {
  /** The field's name; `versions` for the accepted versions, `at` for a time finer than the hour. */
  readonly name: string
  readonly role: 'context' | 'field' | 'version' | 'time'
  readonly bits: number
}

/** A figure and what it is made of, dearest first. */
export interface BitsFigure {
  readonly total: number
  readonly costs: readonly BitsCost[]
}

/** What ties two periods together in the events that share a link. */
export interface LinkBits {
  readonly link: string
  readonly events: readonly string[]
  /** Whether rows of the group carry an id: only then do its fields come together, and not only its context. */
  readonly identified: boolean
  readonly stable: BitsFigure
}

/** All figures of a contract. */
export interface ContractBits {
  readonly budget: { readonly stable: number; readonly report: number }
  readonly links: readonly LinkBits[]
  readonly reports: readonly { readonly event: string; readonly report: BitsFigure }[]
}

/** Bits that one report may hold. */
export const REPORT_BUDGET = 24

/** Machines that no stable tuple may be rarer than. */
const CROWD = 20

/**
 * log2 of the number of values a field can take; 0 for ids and hashes, which are not counted, and for numbers: they are printed, not
 * gated, for they change from use to use and are already cut to two digits.
 */
export function fieldBits(field: FieldSpec): number {
  const cells = countedCells(field)
  return Number.isFinite(cells) && cells > 1 ? Math.log2(cells) : 0
}

// Counts are not gated, so of a tally only which words it names. A day that changes from use to use says no more than the row's own.
function countedCells(field: FieldSpec): number {
  if (NUMBER_KINDS.has(field.kind) || field.kind === 'masked') return 1
  if (field.kind === 'tally') return tallySets(field as TallySpec)
  if (field.transient === true && (field.kind === 'day' || field.kind === 'hour')) return field.kind === 'day' ? 1 : 24
  return FIELD_TYPES.get(field.kind)?.cells(field) ?? 1
}

/** The figures of a contract: stable bits by link, report bits by event, and the budget they are held to. */
export function contractBits(contract: NormalContract): ContractBits {
  const links = new Map<string, string[]>()
  for (const [name, event] of Object.entries(contract.events)) {
    const group = links.get(event.link)
    if (group === undefined) links.set(event.link, [name])
    else group.push(name)
  }
  return {
    budget: { stable: Math.max(0, Math.log2(contract.population / CROWD)), report: REPORT_BUDGET },
    links: [...links].map(([link, events]) => ({
      link,
      events,
      identified: events.some((name) => eventOf(contract, name).identity !== 'none'),
      stable: stableBits(contract, events),
    })),
    reports: Object.entries(contract.events).map(([event, spec]) => ({ event, report: reportBits(contract, spec) })),
  }
}

// The distinct context fields and the fields that are not transient, each once and at its widest use, and the versions in use.
function stableBits(contract: NormalContract, events: readonly string[]): BitsFigure {
  const costs = new Map<string, BitsCost>()
  const add = (cost: BitsCost): void => {
    const known = costs.get(cost.name)
    if (known === undefined || known.bits < cost.bits) costs.set(cost.name, cost)
  }
  for (const name of events) {
    const event = eventOf(contract, name)
    for (const cost of contextCosts(contract, event)) add(cost)
    for (const cost of fieldCosts(contract, event)) if (fieldOf(contract, cost.name)?.transient !== true) add(cost)
  }
  add({ name: 'versions', role: 'version', bits: Math.log2(1 + contract.accepts.length) })
  return figure([...costs.values()])
}

function reportBits(contract: NormalContract, event: NormalEvent): BitsFigure {
  const time = event.precision === 'minute' ? 1_440 : event.precision === 'second' ? 86_400 : 1
  return figure([
    ...contextCosts(contract, event),
    ...fieldCosts(contract, event),
    ...errorCosts(event),
    { name: 'at', role: 'time', bits: Math.log2(time) },
  ])
}

// What a report of an error says of it. Where it was thrown is not counted: no list says where errors may be thrown, and it is of nobody.
function errorCosts(event: NormalEvent): BitsCost[] {
  if (event.kind !== 'errors') return []
  const { classes, codes } = errorWords(event)
  return [
    { name: 'class', role: 'field', bits: Math.log2(classes.size) },
    // No code at all is one more.
    { name: 'code', role: 'field', bits: Math.log2(codes.size + 1) },
    { name: 'handled', role: 'field', bits: 1 },
    { name: 'fatal', role: 'field', bits: 1 },
  ]
}

function contextCosts(contract: NormalContract, event: NormalEvent): BitsCost[] {
  return event.context.flatMap((name) => {
    const field = fieldOf(contract, name)
    return field === undefined ? [] : [{ name, role: 'context', bits: fieldBits(heldField(field)) }]
  })
}

function fieldCosts(contract: NormalContract, event: NormalEvent): BitsCost[] {
  return Object.entries(event.uses).flatMap(([name, use]) => {
    const field = fieldOf(contract, name)
    if (field === undefined || use.is !== undefined) return []
    return [{ name, role: 'field', bits: fieldBits(heldField(usedField(field, use), event.privacy)) }]
  })
}

function figure(costs: readonly BitsCost[]): BitsFigure {
  const counted = costs.filter((cost) => cost.bits > 0).sort((a, b) => b.bits - a.bits || (a.name < b.name ? -1 : 1))
  return { total: counted.reduce((sum, cost) => sum + cost.bits, 0), costs: counted }
}

function eventOf(contract: NormalContract, name: string): NormalEvent {
  return contract.events[name] as NormalEvent
}
