import type { Contract, EventNames } from '@plainsight/contract'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'
import { errorCodeOf } from './error-code-of.ts'

/** What is known of a call before it is made. */
export interface LlmGiven<Event extends string = string> {
  /** The model, as it is asked for; what leaves is a name off the published list, else its vendor with `-other`, else `other`. */
  readonly model: string
  /** Whose model it is, where the name does not say. */
  readonly vendor?: string
  /** The event; default: `llm.called`. Fields that it does not declare are not counted. */
  readonly event?: Event
  /** Further values: a stage, an operation, a trace. */
  readonly values?: { readonly [field: string]: unknown }
}

/** What a call took, as its answer says. */
export interface LlmUsage {
  readonly inputTokens?: number | undefined
  readonly outputTokens?: number | undefined
  /** Input that was taken from a cache. */
  readonly cachedTokens?: number | undefined
  /** Further values: `turns`, `cost`, a reason of disconnection. */
  readonly [field: string]: unknown
}

/** A call that is under way. */
export interface LlmCall {
  /** The first token came; of several calls the first counts. */
  firstToken(): void
  /** Adds what it took, and other values. */
  annotate(usage: LlmUsage): void
  /** It ended well. Every end after the first does nothing. */
  end(usage?: LlmUsage): void
  /** It did not: the field `errorCode` gets one of a closed set of words, and the error is not kept. */
  fail(error?: unknown): void
  /** It was given up. */
  abort(): void
  /**
   * Follows a stream: the first part is the first token, its end the end, its error the error, and whoever stops reading gives the
   * call up. Parts go on as they are; nothing looks at them.
   * @param usage picks what the call took out of the last part, where that is known
   */
  follow<Part>(stream: AsyncIterable<Part>, usage?: (last: Part) => LlmUsage | undefined): AsyncGenerator<Part, void>
}

/**
 * Begins a call of a language model: `model`, `vendor`, `outcome`, `duration`, `firstToken` (time to it), `inputTokens`,
 * `outputTokens`, `cachedTokens` and `errorCode`, where the event declares them. Prompts and answers are never handed in, so they
 * cannot leave. Ctrl-C counts as aborted.
 */
export function beginLlmCall<C extends Contract>(
  counted: CountedTelemetry<C>,
  given: LlmGiven<EventNames<C>>,
): LlmCall {
  const { model, vendor, event = 'llm.called', values = {} }: LlmGiven = given
  const telemetry = loosely(counted)
  const declares = declaredBy(telemetry.contract, event)
  const from = performance.now()
  const span = telemetry.span(event, onlyDeclared(declares, { ...values, model, vendor }))
  let begun = false
  const call: LlmCall = {
    firstToken() {
      if (begun) return
      begun = true
      call.annotate({ firstToken: performance.now() - from })
    },
    annotate: (usage) => span.annotate(onlyDeclared(declares, usage)),
    end(usage = {}) {
      call.annotate(usage)
      span.end('ok')
    },
    fail(error) {
      const errorCode = errorCodeOf(error)
      call.annotate({ errorCode })
      span.end(errorCode === 'aborted' ? 'aborted' : 'error')
    },
    abort: () => span.end('aborted'),
    async *follow(stream, usage) {
      try {
        let last
        for await (const part of stream) {
          call.firstToken()
          last = part
          yield part
        }
        call.end(last === undefined ? {} : picked(usage, last))
      } catch (error) {
        call.fail(error)
        throw error
      } finally {
        call.abort()
      }
    },
  }
  return call
}

/**
 * Counts a call of a language model from beginning to end. What the action gives or throws goes on as it is.
 * @param usage picks by hand what it took out of its answer; without it nothing of the answer is looked at
 */
export async function llmCall<C extends Contract, Answer>(
  counted: CountedTelemetry<C>,
  given: LlmGiven<EventNames<C>>,
  action: (call: LlmCall) => Promise<Answer> | Answer,
  usage?: (answer: Answer) => LlmUsage | undefined,
): Promise<Answer> {
  const call = beginLlmCall(counted, given)
  try {
    const answer = await action(call)
    call.end(picked(usage, answer))
    return answer
  } catch (error) {
    call.fail(error)
    throw error
  }
}

// An answer of another shape than thought has no usage, and is no error of the call.
function picked<Answer>(usage: ((answer: Answer) => LlmUsage | undefined) | undefined, answer: Answer): LlmUsage {
  try {
    return usage?.(answer) ?? {}
  } catch {
    return {}
  }
}
