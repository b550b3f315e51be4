/** An error as ClickHouse's HTTP interface spells it, so that the real client parses it. */
export interface EngineError {
  /** ClickHouse's number: 62 is a syntax error. */
  readonly code: number
  /** The whole text, beginning with `Code: 62. DB::Exception: ` and holding `(SYNTAX_ERROR)`. */
  readonly text: string
}

/** The error that one of our own gates makes, under the number and name that ClickHouse uses for the like. */
export function ownError(code: number, type: string, sentence: string): EngineError {
  return { code, text: `Code: ${code}. DB::Exception: ${sentence} (${type})` }
}

/** Reads what the engine threw. What has no number becomes 1001, ClickHouse's own number for an error of somebody else's. */
export function engineError(thrown: unknown): EngineError {
  const message = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/^Query failed: /, '')
  const code = /^Code: (\d+)\. /.exec(message)
  return code === null ? ownError(1001, 'STD_EXCEPTION', message) : { code: Number(code[1]), text: message }
}

/** The HTTP status that ClickHouse gives an error. */
export function errorStatus(code: number): number {
  switch (code) {
    case 193: // WRONG_PASSWORD
    case 516: // AUTHENTICATION_FAILED
    case 164: // READONLY
    case 497: // ACCESS_DENIED
      return 403
    case 60: // UNKNOWN_TABLE
    case 81: // UNKNOWN_DATABASE
      return 404
    case 159: // TIMEOUT_EXCEEDED
      return 408
    case 307: // TOO_MANY_BYTES
      return 413
    case 202: // TOO_MANY_SIMULTANEOUS_QUERIES
      return 503
    case 241: // MEMORY_LIMIT_EXCEEDED
    case 236: // ABORTED
    case 1001:
      return 500
    default:
      return 400
  }
}
