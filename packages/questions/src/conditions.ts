import type { NormalContract } from '@plainsight/contract/judge'
import { printable, type AskedEvent } from './asked-event.ts'
import { dimension } from './dimension.ts'
import { noisyField } from './noisy-field.ts'
import { refuse, type Asked, type Refusal } from './question.ts'
import type { TableLayout } from './table-layout.ts'

/** A filter: which rows are meant. */
export interface Filter {
  readonly kind: 'filter'
  /** SQL that is 1 or 0; `1` without a condition. */
  readonly sql: string
  readonly params: { readonly [name: string]: string }
  /** The conditions, as asked. */
  readonly where: readonly string[]
  readonly overlapping: boolean
}

/** Conditions that one question takes: each one more cuts the group smaller. */
const MOST_CONDITIONS = 3

/** Reads `where`. Values are bound, never written into the statement. */
export function readFilter(
  contract: NormalContract,
  asked: AskedEvent,
  layout: TableLayout,
  where: Asked['where'],
): Filter | Refusal {
  const texts = where ?? []
  if (texts.length > MOST_CONDITIONS)
    return refuse('bad-parameter', `A question takes at most ${MOST_CONDITIONS} conditions.`)
  const parts: string[] = []
  const params: { [name: string]: string } = {}
  let overlapping = false
  for (const text of texts) {
    const split = text.indexOf('=')
    if (split < 1) return refuse('bad-parameter', `A condition looks like FIELD=VALUE; "${printable(text)}" does not.`)
    const name = text.slice(0, split)
    const value = text.slice(split + 1)
    const found = dimension(contract, asked, layout, name)
    if (found.kind === 'refused') return found
    if (noisyField(contract, asked, name) !== undefined)
      return refuse(
        'not-answerable',
        `"${name}" is noisy: no single answer says what is true, so it can be split by and not filtered by.`,
      )
    if (!found.accepts(value)) return refuse('bad-parameter', `"${printable(value)}" is no value of "${name}".`)
    const bound = `where${parts.length}`
    parts.push(`${found.sql} = {${bound}:String}`)
    params[bound] = value
    overlapping ||= found.overlapping
  }
  return {
    kind: 'filter',
    sql: parts.length === 0 ? '1' : `(${parts.join(' AND ')})`,
    params,
    where: texts,
    overlapping,
  }
}
