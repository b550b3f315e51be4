import { ENVIRONMENT, PRESENCE, type NormalContract, type NormalEvent } from '@plainsight/contract/judge'
import { refuse, type Refusal } from './question.ts'

/** The event that a question is about. */
export interface AskedEvent {
  readonly kind: 'asked-event'
  readonly name: string
  /** The built-in presence rows have no declaration: identity none, at most one context field, no measure. */
  readonly event: Pick<
    NormalEvent,
    'kind' | 'context' | 'identity' | 'measure' | 'retention' | 'sampling' | 'uses' | 'classes' | 'codes'
  > & { readonly privacy?: NormalEvent['privacy'] }
}

/** Finds the declared event of a name. `plainsight.presence` is one where the contract has it. */
export function askedEvent(contract: NormalContract, name: string | undefined): AskedEvent | Refusal {
  if (name === undefined || name === '')
    return refuse(
      'bad-parameter',
      `This question is about one event: name it, for example event=${Object.keys(contract.events)[0] ?? PRESENCE}.`,
    )
  if (name === PRESENCE) {
    if (contract.presence === false)
      return refuse(
        'not-answerable',
        `The contract ${contract.name} declares no presence: set \`presence\` to count active machines.`,
      )
    const { by } = contract.presence
    const event = {
      kind: 'event',
      context: by === undefined ? [] : [by],
      identity: 'none',
      measure: [],
      retention: contract.retention.raw,
      uses: {},
    } as const
    return { kind: 'asked-event', name, event }
  }
  if (name === ENVIRONMENT)
    return refuse('not-answerable', 'Values told alone have a question of their own: ask `environment` by one of them.')
  const event = Object.hasOwn(contract.events, name) ? contract.events[name] : undefined
  if (event === undefined)
    return refuse('undeclared-event', `The contract ${contract.name} declares no event "${printable(name)}".`)
  return { kind: 'asked-event', name, event }
}

/** What a caller sent, short and without anything that a terminal would act on. */
export function printable(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?')
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain
}
