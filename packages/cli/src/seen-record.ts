/** One value of a record, as it was given and as it is kept. All texts are safe to print. */
export interface SeenValue {
  readonly field: string
  /** As it came, JSON. */
  readonly given: string
  /** As it is kept, where that differs. */
  readonly kept?: string
  readonly verdict: 'kept' | 'coerced' | 'refused'
  /** The reason, where it is counted as drift: `other`, `off-type`. */
  readonly reason?: string
  /** What the reason means. */
  readonly because?: string
  /** The rule of the contract that decides. */
  readonly rule: string
}

/** One record, and what becomes of it. */
export interface SeenRecord {
  readonly event: string
  readonly count: number
  readonly at?: string
  /** Why the whole record is dropped. */
  readonly dropped?: string
  readonly because?: string
  readonly values: readonly SeenValue[]
}

/** What did not fit where it was recorded; the value is not known any more. */
export interface SeenDrift {
  readonly event: string
  readonly field: string
  readonly reason: string
  readonly because: string
  readonly rule: string
}

/** The lines in which a terminal shows a record. */
export function recordLines({ event, count, at, dropped, because, values }: SeenRecord): string[] {
  const often = count === 1 && at !== undefined ? '' : count === 0 ? '' : ` ×${count}`
  const when = at === undefined ? '' : ` at ${at}`
  const head = dropped === undefined ? `✓ ${event}${often}${when}` : `✗ ${event}${often}${when}: ${dropped}. ${because}`
  return [head, ...values.map(valueLine)]
}

/** The line in which a terminal shows a value. */
export function valueLine({ field, given, kept, verdict, reason, because, rule }: SeenValue): string {
  const shown = `${field.padEnd(16)} ${given}`
  const why = [reason, because].filter((part) => part !== undefined).join(': ')
  if (verdict === 'refused') return `  ✗ ${shown}   ${why}${rule === '' ? '' : ` (${rule})`}`
  if (verdict === 'coerced')
    return `  ~ ${shown} → ${kept ?? 'changed'}   ${why === '' ? rule : `${why} (${rule})`}`.trimEnd()
  return `    ${shown}   ${rule}`.trimEnd()
}

/** The line in which a terminal shows what did not fit. */
export function driftLine({ event, field, reason, because, rule }: SeenDrift): string {
  return `~ ${event} ${field}: ${reason}, where it was recorded. ${because}${rule === '' ? '' : ` Rule: ${rule}`}`
}
