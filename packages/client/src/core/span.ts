/** How something ended. */
export type Outcome = 'ok' | 'error' | 'aborted'

/** What a span may be given on its way. */
export interface SpanValues {
  readonly [field: string]: unknown
}

/** Something under way: begun, perhaps annotated, ended once. */
export interface Span {
  /** Adds values; a later one of the same field stands. */
  annotate(values: SpanValues): void
  /** Ends it; a second end does nothing. */
  end(outcome: Outcome): void
}

/** Spans under way, so that an exit or a signal can end them. */
export interface SpanSet {
  begin(event: string, values: SpanValues | undefined, fields: SpanFields): Span
  /** Ends every span still open. */
  endAll(outcome: Outcome): void
}

/** Which of the two built-in values an event declares. */
export interface SpanFields {
  readonly outcome: boolean
  /** The unit of the field `duration`; undefined where the event declares none. */
  readonly durationUnit: 'ms' | 's' | undefined
}

/**
 * Makes the set of a process's spans.
 * @param tick a clock for durations, ms; it never goes back
 * @param record where an ended span is recorded
 * @param fault told of what a caller's own values throw, which must not reach it
 */
export function createSpanSet(
  tick: () => number,
  record: (event: string, values: SpanValues) => void,
  fault: (error: unknown) => void,
): SpanSet {
  const open = new Set<Span>()
  return {
    begin(event, values, fields) {
      const from = tick()
      let held: SpanValues = { ...values }
      const span: Span = {
        annotate(more) {
          try {
            held = { ...held, ...more }
          } catch (error) {
            fault(error)
          }
        },
        end(outcome) {
          if (!open.delete(span)) return
          const took = tick() - from
          record(event, {
            ...(fields.durationUnit === undefined
              ? {}
              : { duration: fields.durationUnit === 's' ? took / 1000 : took }),
            ...held,
            // An error or an abort stands; where it went well, the action may know better.
            ...(fields.outcome && (outcome !== 'ok' || held.outcome === undefined) ? { outcome } : {}),
          })
        },
      }
      open.add(span)
      return span
    },
    endAll(outcome) {
      for (const span of open) span.end(outcome)
    },
  }
}
