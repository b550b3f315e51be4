import { isAnswer, type Answer } from './answer.ts'
import type { Desk } from './desk.ts'

/** What a step gives: the value to go on with, or the answer that ends the way. */
export type StepResult<Value> = Value | Answer | Promise<Value | Answer>

/** A step: takes what the steps before it made. It is handed the world and never throws at a sender's doing. */
export type Step<Value, Next> = (value: Value, desk: Desk) => StepResult<Next>

/** A way of named steps that is still being laid. */
export interface Pipeline<Start extends object, Value extends object> {
  /** The same way with one more step at its end. */
  step<Next extends object>(name: string, run: Step<Value, Next>): Pipeline<Start, Next>
  /** The whole way: its last step always has an answer. */
  end(name: string, run: (value: Value, desk: Desk) => Answer | Promise<Answer>): Way<Start>
}

/** A way of named steps from a start to an answer. */
export interface Way<Start extends object> {
  /** The names, in order. */
  readonly names: readonly string[]
  /** Walks it: the first answer ends it. */
  run(start: Start, desk: Desk): Promise<Answer>
}

/** An empty way. */
export function createPipeline<Start extends object>(): Pipeline<Start, Start> {
  return extend<Start, Start>([], [])
}

type AnyStep = Step<never, object>

function extend<Start extends object, Value extends object>(
  names: readonly string[],
  runs: readonly AnyStep[],
): Pipeline<Start, Value> {
  return {
    step: (name, run) => extend([...names, name], [...runs, run as AnyStep]),
    end: (name, run) => ({
      names: [...names, name],
      run: (start, desk) => walk(start, [...runs, run as AnyStep], desk),
    }),
  }
}

async function walk(start: object, runs: readonly AnyStep[], desk: Desk): Promise<Answer> {
  let value = start
  for (const run of runs) {
    // Most steps need not wait, and waiting for what is there already costs a turn of the loop each time.
    const made = run(value as never, desk)
    value = made instanceof Promise ? await made : made
    if (isAnswer(value)) return value
  }
  throw new Error('The last step of a way gave no answer.')
}
