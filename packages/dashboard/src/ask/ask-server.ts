import type { ContractMenu } from '@plainsight/questions'
import { parseAnswer, parseContracts, type ServerAnswer } from './server-shapes.ts'

/** What a question is asked with; what is left out is the server's to choose. */
export interface AskedWith {
  readonly contract: string
  readonly event?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly by?: string | undefined
  readonly measure?: string | undefined
  readonly where?: readonly string[] | undefined
}

/** Why a panel has nothing to show. */
export interface AskFailure {
  readonly kind: 'failed'
  /** One sentence for a person. */
  readonly message: string
  /** Whether asking the same again may help. */
  readonly mayPass: boolean
}

/** What the server said, read. */
export type Asked<T> = { readonly kind: 'here'; readonly value: T } | AskFailure

/** Asks for the contracts that the server keeps data of. Throws only when the signal says to stop. */
export async function askContracts(signal: AbortSignal): Promise<Asked<readonly ContractMenu[]>> {
  return read(await get('/api/contracts', signal), parseContracts)
}

/** Asks one question. Throws only when the signal says to stop. */
export async function askServer(question: string, asked: AskedWith, signal: AbortSignal): Promise<Asked<ServerAnswer>> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(asked) as [string, string | readonly string[] | undefined][]) {
    if (typeof value === 'string') search.append(name, value)
    else for (const each of value ?? []) search.append(name, each)
  }
  return read(await get(`/api/questions/${encodeURIComponent(question)}?${search}`, signal), parseAnswer)
}

// The one place that reaches out, and only to where the page came from.
async function get(path: string, signal: AbortSignal): Promise<Asked<unknown>> {
  let response: Response
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' }, credentials: 'same-origin' })
  } catch (cause) {
    if (signal.aborted) throw cause
    return { kind: 'failed', message: 'The server cannot be reached.', mayPass: true }
  }
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return { kind: 'here', value: body }
  const { message } = (typeof body === 'object' && body !== null ? body : {}) as { readonly message?: unknown }
  return {
    kind: 'failed',
    message:
      typeof message === 'string' && message !== ''
        ? message
        : `The server answered ${response.status} and did not say why.`,
    mayPass: response.status >= 500 || response.status === 429,
  }
}

function read<T>(got: Asked<unknown>, parse: (data: unknown) => T | undefined): Asked<T> {
  if (got.kind === 'failed') return got
  const value = parse(got.value)
  if (value !== undefined) return { kind: 'here', value }
  return { kind: 'failed', message: 'The server answered with something that this page cannot read.', mayPass: false }
}
