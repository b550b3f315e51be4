import type { NormalContract } from '@plainsight/contract/judge'
import { activeMachines } from './active-machines.ts'
import { printable } from './asked-event.ts'
import { breakdown } from './breakdown.ts'
import { drift } from './drift.ts'
import { durations } from './durations.ts'
import { environment } from './environment.ts'
import { eventCounts } from './event-counts.ts'
import { freshness } from './freshness.ts'
import { outcomes } from './outcomes.ts'
import { refuse, type Asked, type Plan, type Question, type Refusal, type Setting } from './question.ts'
import { versions } from './versions.ts'

/** Everything that may be asked, in the order of a menu. */
export const QUESTIONS: readonly Question[] = [
  activeMachines,
  eventCounts,
  breakdown,
  versions,
  environment,
  durations,
  drift,
  outcomes,
  freshness,
]

/** The smallest group that operators see, where the server is not told otherwise (privacy.md, 6). */
export const OPERATORS_K = 5

/** Makes a question ready: its statement and its answer, or the reason why the contract cannot answer it. Never throws for what was asked. */
export function askQuestion(contract: NormalContract, name: string, asked: Asked, setting: Setting): Plan | Refusal {
  const question = QUESTIONS.find((known) => known.name === name)
  if (question !== undefined) return question.plan(contract, asked, setting)
  return refuse(
    'unknown-question',
    `There is no question "${printable(name)}"; there are ${QUESTIONS.map((known) => known.name).join(', ')}.`,
  )
}
