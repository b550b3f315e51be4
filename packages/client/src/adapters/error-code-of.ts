/** What can go wrong in a call over a network, as a closed set. */
export type ErrorCode =
  | 'aborted'
  | 'auth'
  | 'invalid'
  | 'network'
  | 'overloaded'
  | 'quota'
  | 'rate-limited'
  | 'server'
  | 'timeout'
  | 'other'

const NETWORK = /^(?:ECONN|ENOTFOUND|EAI_|EPIPE|ENETUNREACH|EHOSTUNREACH|UND_ERR_SOCKET|CERT_|ERR_TLS|ERR_SSL)/
const TIMEOUT = /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w+_TIMEOUT)$/

/**
 * What went wrong, in one of a closed set of words: by the status of an answer, else by the code or the class of the error or of its
 * cause. The message is not read.
 */
export function errorCodeOf(error: unknown): ErrorCode {
  try {
    for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 3; depth++) {
      const { status, statusCode, code, name, cause } = at as { readonly [key: string]: unknown }
      const found = codeOf(
        [status, statusCode].find((each) => typeof each === 'number') as number | undefined,
        code,
        name,
      )
      if (found !== undefined) return found
      at = cause
    }
  } catch {
    // An error that cannot be looked at is one of the others.
  }
  return 'other'
}

function codeOf(status: number | undefined, code: unknown, name: unknown): ErrorCode | undefined {
  if (name === 'AbortError' || name === 'APIUserAbortError' || code === 'ABORT_ERR') return 'aborted'
  if (name === 'TimeoutError' || name === 'APIConnectionTimeoutError' || TIMEOUT.test(String(code))) return 'timeout'
  if (code === 'insufficient_quota') return 'quota'
  if (status !== undefined) {
    if (status === 401 || status === 403) return 'auth'
    if (status === 402) return 'quota'
    if (status === 408 || status === 504) return 'timeout'
    if (status === 429) return 'rate-limited'
    if (status === 503 || status === 529) return 'overloaded'
    if (status >= 500) return 'server'
    if (status >= 400) return 'invalid'
  }
  return name === 'APIConnectionError' || NETWORK.test(String(code)) ? 'network' : undefined
}
