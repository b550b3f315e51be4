import type { ContractMenu, MenuEvent } from '@plainsight/questions'
import { writeRange, type ChosenRange } from '../ask/chosen-range.ts'

/** Where a reader is: what every panel is about. */
export interface Place {
  readonly contract: ContractMenu
  readonly range: ChosenRange
  /** The UTC day of now. */
  readonly today: string
}

/** The same, on the page of one event. */
export interface EventPlace extends Place {
  readonly event: MenuEvent
  /** Conditions that narrow the event's figures, each `FIELD=VALUE`. */
  readonly where: readonly string[]
}

/** The address of a contract's overview, about the same days. */
export function contractAddress(contract: string, range: ChosenRange): string {
  return `/${encodeURIComponent(contract)}?${writeRange(new URLSearchParams(), range)}`
}

/** The address of an event's page, about the same days. */
export function eventAddress(contract: string, event: string, range: ChosenRange): string {
  return `/${encodeURIComponent(contract)}/${encodeURIComponent(event)}?${writeRange(new URLSearchParams(), range)}`
}
