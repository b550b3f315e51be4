import { useQuery } from '@tanstack/react-query'
import type { ContractMenu } from '@plainsight/questions'
import { askContracts, askServer, type Asked, type AskedWith, type AskFailure } from './ask-server.ts'
import type { ServerAnswer } from './server-shapes.ts'

/** How far an asked thing has come. */
export type Asking<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string; readonly again: () => void }
  /** `stale`: the figures of the range asked before are still shown, while the new ones are on their way. */
  | { readonly kind: 'here'; readonly value: T; readonly stale: boolean }

/** Asks a question, and again when the page is looked at after a minute. */
export function useAnswer(question: string, asked: AskedWith): Asking<ServerAnswer> {
  return toAsking(
    useQuery({
      queryKey: ['question', question, asked],
      queryFn: async ({ signal }) => unwrap(await askServer(question, asked, signal)),
      // Another range of the same thing redraws in place; another event or field starts afresh.
      placeholderData: (before, query) => (isSameSubject(query?.queryKey, question, asked) ? before : undefined),
    }),
  )
}

/** Asks which contracts there are. */
export function useContracts(): Asking<readonly ContractMenu[]> {
  return toAsking(
    useQuery({ queryKey: ['contracts'], queryFn: async ({ signal }) => unwrap(await askContracts(signal)) }),
  )
}

/** Whether a failed request is tried once more by itself: only what may pass. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 1 && (error.cause as AskFailure | undefined)?.mayPass === true
}

// The library wants failures thrown; this is where they become so, and below they become data again.
function unwrap<T>(asked: Asked<T>): T {
  if (asked.kind === 'here') return asked.value
  throw new Error(asked.message, { cause: asked })
}

function isSameSubject(before: readonly unknown[] | undefined, question: string, asked: AskedWith): boolean {
  if (before?.[1] !== question) return false
  const { contract, event, by, measure } = before[2] as AskedWith
  return contract === asked.contract && event === asked.event && by === asked.by && measure === asked.measure
}

function toAsking<T>(query: {
  readonly data: T | undefined
  readonly error: Error | null
  readonly isPlaceholderData: boolean
  readonly isFetching: boolean
  readonly refetch: () => Promise<unknown>
}): Asking<T> {
  if (query.error !== null && query.isFetching) return { kind: 'loading' }
  if (query.error !== null) return { kind: 'failed', message: query.error.message, again: () => void query.refetch() }
  return query.data === undefined
    ? { kind: 'loading' }
    : { kind: 'here', value: query.data, stale: query.isPlaceholderData }
}
