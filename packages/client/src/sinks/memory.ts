// The door to a sink that keeps what it is given, for tests.
import type { FunctionSink, HostSignal, OutgoingBatch, SinkAnswer } from '../core/sink.ts'

export type { FunctionSink, OutgoingBatch, SinkAnswer } from '../core/sink.ts'

/** A sink that keeps every batch it took. */
export interface MemorySink extends FunctionSink {
  /** What it took, each batch once. */
  readonly batches: readonly OutgoingBatch[]
  /** Every record of them. */
  readonly records: readonly OutgoingBatch['body']['events'][number][]
  /** How often it was asked, whatever it answered. */
  readonly asked: number
  /** What it answers: a status, an answer, or a function that makes one and may throw. 200 at first. */
  answer: SinkAnswer | ((batch: OutgoingBatch, signal: HostSignal) => SinkAnswer | Promise<SinkAnswer>)
}

/** Makes a sink in memory. */
export function memory({ name = 'memory' }: { readonly name?: string } = {}): MemorySink {
  const taken = new Map<string, OutgoingBatch>()
  let asked = 0
  const sink: MemorySink = {
    kind: 'function',
    name,
    answer: 200,
    get batches() {
      return [...taken.values()]
    },
    get records() {
      return [...taken.values()].flatMap(({ body }) => body.events)
    },
    get asked() {
      return asked
    },
    async take(batch, signal) {
      asked++
      const answer = typeof sink.answer === 'function' ? await sink.answer(batch, signal) : sink.answer
      const status = typeof answer === 'object' ? answer.status : (answer ?? 200)
      if (status > 199 && status < 300) taken.set(batch.batch, batch)
      return answer
    },
  }
  return sink
}
