import type { Contract, EventNames, ValuesOf } from '@plainsight/contract'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'

/** What an operation gave in the end: of a promise what it is kept with, of a generator what it returns. */
export type Outcoming<Output> =
  Output extends Promise<infer Value>
    ? Value
    : Output extends Generator<unknown, infer Value, never> | AsyncGenerator<unknown, infer Value, never>
      ? Value
      : Output

/** Values that a report may give: those of its event, each where it is known. */
export type Reported<C extends Contract, N extends EventNames<C>> = {
  readonly [field in keyof ValuesOf<C, N>]?: ValuesOf<C, N>[field] | undefined
}

/** An event to be recorded, and where its values come from. */
export interface Report<C extends Contract, N extends EventNames<C>, Values, Given> {
  readonly event: N
  /**
   * Picks values by hand out of what the operation was given and gave; they are admitted as everywhere. `outcome` and `duration` are
   * put in where the event declares them. Without it nothing of the operation is looked at.
   */
  readonly values?: (given: Given) => Values
}

/** What is recorded of an operation. */
export interface Reports<
  C extends Contract,
  S extends EventNames<C>,
  F extends EventNames<C>,
  Input extends readonly unknown[],
  Output,
  SuccessValues extends Reported<C, S> = Reported<C, S>,
  FailureValues extends Reported<C, F> = Reported<C, F>,
> {
  /** Recorded when it ends well. */
  readonly success: Report<C, S, SuccessValues, { readonly input: Input; readonly output: Outcoming<Output> }>
  /** Recorded when it throws or rejects. */
  readonly failure: Report<C, F, FailureValues, { readonly input: Input; readonly error: unknown }>
  /**
   * Whose call it was and where it came from, for both events where they declare it: `tenant`, `org`, `user`, `channel`, `trace`. A
   * `trace` may be given as the header `traceparent` has it.
   */
  readonly subject?: (given: { readonly input: Input }) => { readonly [field: string]: unknown }
  /** Told of an error in one of these functions, which the caller of the operation never sees. */
  readonly onError?: (error: unknown) => void
}

/**
 * Declares beside an operation what is recorded of it: one event where it ends well, one where it does not. What the operation gives
 * or throws goes on as it is. Functions, async functions, generators and async generators are waited for; any other thenable is
 * given back untouched, since looking at it may start it.
 * @returns the operation, with the same types, the same `this`, name and length
 */
export function instrument<
  C extends Contract,
  S extends EventNames<C>,
  F extends EventNames<C>,
  This,
  Input extends readonly unknown[],
  Output,
  const SuccessValues extends Reported<C, S>,
  const FailureValues extends Reported<C, F>,
>(
  counted: CountedTelemetry<C>,
  operation: (this: This, ...input: Input) => Output,
  reports: Reports<C, S, F, Input, Output, SuccessValues, FailureValues>,
): (this: This, ...input: Input) => Output {
  const telemetry = loosely(counted)
  const declared = new Map<string, (field: string) => boolean>()
  for (const { event } of [reports.success, reports.failure]) declared.set(event, declaredBy(telemetry.contract, event))

  function count(report: LooseReport, from: number, outcome: string, given: { readonly input: Input }): void {
    const duration = performance.now() - from
    const pick = (act: ((given: never) => object) | undefined): object => {
      try {
        return { ...act?.(given as never) }
      } catch (error) {
        quietly(() => reports.onError?.(error))
        return {}
      }
    }
    const declares = declared.get(report.event)!
    const own = onlyDeclared(declares, { ...traced(pick(reports.subject)), outcome, duration })
    // What the maintainer picks by hand is not sifted: a field that is not declared is drift, and to be seen.
    quietly(() => telemetry.record(report.event, { ...own, ...pick(report.values) }))
  }

  function reporting(this: This, ...input: Input): Output {
    const from = performance.now()
    const failed = (error: unknown): void => count(reports.failure, from, 'error', { input, error } as never)
    const ended = (output: unknown, outcome = 'ok'): void =>
      count(reports.success, from, outcome, { input, output } as never)
    let output
    try {
      output = operation.apply(this, input as never)
    } catch (error) {
      failed(error)
      throw error
    }
    const kind = Object.prototype.toString.call(output)
    if (kind === '[object Promise]') (output as Promise<unknown>).then((value) => ended(value), failed)
    else if (kind === '[object Generator]') return during(output as Generator, ended, failed) as Output
    else if (kind === '[object AsyncGenerator]') return duringAsync(output as AsyncGenerator, ended, failed) as Output
    else ended(output)
    return output
  }
  return Object.defineProperties(reporting, {
    name: { value: operation.name, configurable: true },
    length: { value: operation.length, configurable: true },
  })
}

interface LooseReport {
  readonly event: string
  readonly values?: (given: never) => object
}

type Ended = (output: unknown, outcome?: string) => void

// Whoever stops listening ends it: that is neither well nor badly.
function* during(steps: Generator, ended: Ended, failed: (error: unknown) => void): Generator {
  let over = false
  try {
    const output: unknown = yield* steps
    over = true
    ended(output)
    return output
  } catch (error) {
    over = true
    failed(error)
    throw error
  } finally {
    if (!over) ended(undefined, 'aborted')
  }
}

async function* duringAsync(steps: AsyncGenerator, ended: Ended, failed: (error: unknown) => void): AsyncGenerator {
  let over = false
  try {
    const output: unknown = yield* steps
    over = true
    ended(output)
    return output
  } catch (error) {
    over = true
    failed(error)
    throw error
  } finally {
    if (!over) ended(undefined, 'aborted')
  }
}

// `00-<trace id>-<span id>-01`, as the header of the W3C has it.
function traced(subject: { readonly trace?: unknown }): { readonly [field: string]: unknown } {
  const { trace } = subject
  const [, id] = typeof trace === 'string' ? (/^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/.exec(trace) ?? []) : []
  return id === undefined ? { ...subject } : { ...subject, trace: id }
}

function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // The operation must not fail for being counted.
  }
}
