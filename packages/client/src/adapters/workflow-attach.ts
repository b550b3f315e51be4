import type { Contract, EventNames } from '@plainsight/contract'
import { beforeLeaving } from './before-leaving.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, listedWords, onlyDeclared } from './declared-by.ts'

/** What is counted, by the contract's names. Events and fields that the contract does not declare are not counted. */
export interface WorkflowOptions<Event extends string = string> {
  /** The event of a step: `workflow`, `step`, `outcome`, `duration`, `operation`. Default: `workflow.step`. */
  readonly step?: Event
  /** The event of a beginning: `workflow`, `operation`. Default: `workflow.started`. */
  readonly started?: Event
  /** The event of an end: `workflow`, `outcome`, `duration`, `operation`. Default: `workflow.finished`. */
  readonly finished?: Event
  /** The event of what stands in the way, at most once: `workflow`, and what `blocked` is given. Default: `workflow.blocked`. */
  readonly blocked?: Event
}

/** Further values of an event. */
export interface WorkflowValues {
  readonly [field: string]: unknown
}

/** A step that is under way. */
export interface WorkflowStep {
  /** Adds values. */
  annotate(values: WorkflowValues): void
  /** It is done. Every end after the first does nothing. */
  complete(): void
  /** The person left it out. */
  skip(): void
  /** It did not work. */
  fail(): void
  /** The person went away from it; so ends every step that is open when its workflow or the process ends. */
  abandon(): void
}

/** A workflow under way: a setup, an import, anything with steps that people may not finish. */
export interface Workflow {
  /** The id that pairs its events; empty where the contract has no use for one. */
  readonly operation: string
  /** Begins a step. */
  begin(step: string): WorkflowStep
  /** Runs an action as a step: done when it is over, failed when it throws, and the error goes on as it was. */
  during<T>(step: string, action: (step: WorkflowStep) => T): T
  /** Counts a step that was never begun as left out. */
  skip(step: string): void
  /** Says what stands in the way, right before the error that tells the person. Counted once. */
  blocked(values: WorkflowValues): void
  /** Ends it: done, or as `abandoned`. Steps that are open are abandoned. A process that ends does the same. */
  end(how?: 'completed' | 'abandoned'): void
}

// How a step ended, in words that a contract may have for it, the first that it lists.
const WORDS = {
  completed: ['completed', 'ok', 'done'],
  skipped: ['skipped'],
  failed: ['failed', 'error', 'abandoned'],
  abandoned: ['abandoned', 'aborted'],
}

type Ending = keyof typeof WORDS

/**
 * Counts the steps of a workflow: which were done, left out, failed, or left behind when the person went away, also by Ctrl-C.
 * @param name the workflow, as the contract lists it in the field `workflow`
 */
export function attach<C extends Contract>(
  counted: CountedTelemetry<C> & { operation(): string },
  name: string,
  options: WorkflowOptions<EventNames<C>> = {},
): Workflow {
  const {
    step: stepEvent = 'workflow.step',
    started = 'workflow.started',
    finished = 'workflow.finished',
    blocked = 'workflow.blocked',
  }: WorkflowOptions = options
  const telemetry = loosely(counted)
  const { contract } = telemetry
  const listed = listedWords(contract, 'outcome')
  const paired = [stepEvent, started, finished].some((event) => declaredBy(contract, event)('operation'))
  const operation = paired ? counted.operation() : ''
  const from = performance.now()
  const open = new Set<WorkflowStep>()
  let isBlocked = false
  let over = false

  function record(event: string, values: WorkflowValues): void {
    if (!Object.hasOwn(contract.events, event)) return
    const own = { workflow: name, operation: operation === '' ? undefined : operation }
    telemetry.record(event, onlyDeclared(declaredBy(contract, event), { ...own, ...values }))
  }

  const wordOf = (how: Ending): string => WORDS[how].find((word) => listed.has(word)) ?? how

  function begin(step: string): WorkflowStep {
    const began = performance.now()
    let held: WorkflowValues = {}
    const end = (how: Ending): void => {
      if (open.delete(made))
        record(stepEvent, { ...held, step, outcome: wordOf(how), duration: performance.now() - began })
    }
    const made: WorkflowStep = {
      annotate(values) {
        held = { ...held, ...values }
      },
      complete: () => end('completed'),
      skip: () => end('skipped'),
      fail: () => end('failed'),
      abandon: () => end('abandoned'),
    }
    open.add(made)
    return made
  }

  function end(how: 'completed' | 'abandoned' = 'completed'): void {
    if (over) return
    over = true
    release()
    for (const step of open) step.abandon()
    record(finished, { outcome: wordOf(how), duration: performance.now() - from })
  }

  record(started, {})
  const release = beforeLeaving(telemetry, () => end('abandoned'))
  return {
    operation,
    begin,
    during(step, action) {
      const made = begin(step)
      let result
      try {
        result = action(made)
      } catch (error) {
        made.fail()
        throw error
      }
      if (result instanceof Promise) result.then(made.complete, made.fail)
      else made.complete()
      return result
    },
    skip: (step) => begin(step).skip(),
    blocked(values) {
      if (!isBlocked) record(blocked, values)
      isBlocked = true
    },
    end,
  }
}
