import { answerTaken, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import { ledgerWords } from '../ledger-words.ts'
import type { Parsed } from '../passage.ts'

/**
 * Gives a batch that was seen before its first answer. Here, before anything is judged or counted against a limit of machines, so that
 * a batch sent twice changes no figure. Other content under the same id gets the first answer too and is counted as a conflict.
 */
export function answerRepeated(value: Parsed, { inbox, registry }: Desk): Parsed | Answer | Promise<Answer> {
  const { batch, content } = value
  const first = inbox.answered(batch.batch)
  if (first === undefined) return value
  const outcome = first.content === content ? 'duplicate' : 'conflict'
  return inbox
    .note(ledgerWords(batch, registry), { outcome, reason: 'duplicate', count: batch.events.length })
    .then(() => answerTaken(first.answer))
}
