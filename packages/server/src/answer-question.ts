import type { ContractRegistry } from '@plainsight/collector'
import { askQuestion, type Answer, type Asked, type Plan, type Refusal, type Setting } from '@plainsight/questions'
import type { Store } from '@plainsight/store'

/** A question's answer as `GET /api/questions/NAME` gives it. */
export interface AnsweredQuestion extends Answer {
  readonly question: string
  readonly title: string
  readonly parameters: Plan['parameters']
  /** When something was last received and which days are stored; null where the store does not say. */
  readonly freshness: { readonly [column: string]: string | number | null } | null
  readonly sampled: boolean
}

/** An answer, or why there is none and the status that says so. */
export type QuestionAnswer =
  | { readonly kind: 'answer'; readonly answer: AnsweredQuestion }
  | {
      readonly kind: 'refused'
      readonly status: 400 | 404 | 500 | 503
      readonly error: string
      readonly message: string
    }

/** How long one look at the freshness serves: milliseconds. */
const FRESH_MS = 2_000

/** Makes the function that answers questions about a registry's contracts from a store. */
export function createAnswerer(
  registry: ContractRegistry,
  store: Store,
  setting: () => { readonly today: string; readonly k: number; readonly now: number },
): (contract: string | undefined, name: string, asked: Asked) => Promise<QuestionAnswer> {
  const looked = new Map<string, { readonly at: number; readonly freshness: Promise<AnsweredQuestion['freshness']> }>()

  async function rowsOf(plan: Plan): Promise<Answer | Extract<QuestionAnswer, { kind: 'refused' }>> {
    const got = await store.ask({ sql: plan.sql, params: plan.params })
    switch (got.kind) {
      case 'rows':
        return plan.answer(got.rows)
      case 'unavailable':
        return refused(503, 'unavailable', 'The store is away at the moment; ask again in a minute.')
      case 'too-heavy':
        return refused(503, 'too-heavy', 'The question needs more time or memory than it may use: ask for fewer days.')
      case 'refused':
        return refused(500, 'not-understood', 'The store did not understand the question; this is a mistake of ours.')
    }
  }

  return async (contract, name, asked) => {
    const family = registry.get(contract ?? '')
    if (family === undefined)
      return refused(404, 'unknown-contract', `Name one of the contracts: ${[...registry.keys()].join(', ')}.`)
    const { contract: newest } = family.newest.lock
    const { today, k, now } = setting()
    const layout = store.layout(newest.name, newest.version)
    const told: Setting = { today, k, layout }
    const plan = askQuestion(newest, name, asked, told)
    if (plan.kind === 'refused')
      return refused(plan.reason === 'unknown-question' ? 404 : 400, plan.reason, plan.message)
    const [answer, fresh] = await Promise.all([
      rowsOf(plan),
      freshness(newest.name, now, () => askQuestion(newest, 'freshness', {}, told)),
    ])
    if ('kind' in answer) return answer
    const { question, title, parameters, sampled } = plan
    return { kind: 'answer', answer: { question, title, parameters, ...answer, freshness: fresh, sampled } }
  }

  function freshness(
    contract: string,
    now: number,
    plan: () => Plan | Refusal,
  ): Promise<AnsweredQuestion['freshness']> {
    const last = looked.get(contract)
    if (last !== undefined && now - last.at < FRESH_MS && now >= last.at) return last.freshness
    const made = plan()
    const found =
      made.kind === 'refused'
        ? Promise.resolve(null)
        : rowsOf(made).then((answer) => ('kind' in answer ? null : (answer.rows[0] ?? null)))
    looked.set(contract, { at: now, freshness: found })
    return found
  }
}

function refused(
  status: 400 | 404 | 500 | 503,
  error: string,
  message: string,
): Extract<QuestionAnswer, { kind: 'refused' }> {
  return { kind: 'refused', status, error, message }
}
