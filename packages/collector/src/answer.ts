/** What goes back to the sender. */
export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** Why, where it is a refusal: for the counts of `GET /v1/health`. */
  readonly reason?: Refusal
}

/** One of the closed list of reasons to refuse a whole request. */
export type Refusal =
  | 'malformed'
  | 'unknown-token'
  | 'not-for-token'
  | 'not-found'
  | 'wrong-method'
  | 'stalled'
  | 'stopped'
  | 'no-length'
  | 'too-large'
  | 'wrong-type'
  | 'unknown-format'
  | 'unknown-contract'
  | 'unknown-version'
  | 'other-digest'
  | 'wrong-source'
  | 'too-many'
  | 'busy'
  | 'inbox-full'

/**
 * The status of each reason, which says what a client does next (protocol.md, "Wire"), and one sentence for a person. A sentence never
 * repeats what was sent.
 */
export const REFUSALS: { readonly [reason in Refusal]: readonly [status: number, sentence: string] } = {
  malformed: [400, 'The body is not a batch.'],
  'unknown-token': [401, 'The token is unknown or has expired.'],
  'not-for-token': [403, 'The token is not for this contract or source.'],
  'not-found': [404, 'There is nothing at this path; GET / says what is here.'],
  'wrong-method': [405, 'This path does not take this method; the Allow header names those that it takes.'],
  stalled: [408, 'The request did not arrive in time.'],
  stopped: [410, 'The maintainer has stopped this contract or version.'],
  'no-length': [411, 'This path needs a Content-Length.'],
  'too-large': [413, 'The batch is larger than this path takes.'],
  'wrong-type': [415, 'The body has to be application/json, plain or packed once with gzip.'],
  'unknown-format': [422, 'This collector reads version 1 of the wire.'],
  'unknown-contract': [422, 'This contract is not known here.'],
  'unknown-version': [422, 'This contract version is not accepted here.'],
  'other-digest': [422, 'This contract version has another digest here.'],
  'wrong-source': [422, 'The contract does not declare this source.'],
  'too-many': [429, 'Too many batches; try again later.'],
  busy: [503, 'The collector is busy; try again later.'],
  'inbox-full': [503, 'The collector cannot store anything now; try again later.'],
}

/**
 * The refusal of a whole request: `{"error": reason, "message": sentence}`.
 * @param sentence a more exact one than the reason's own; never with anything of the sender's in it
 * @param retryAfter seconds
 */
export function refuse(reason: Refusal, sentence?: string, retryAfter?: number): Answer {
  const [status, standing] = REFUSALS[reason]
  return {
    kind: 'answer',
    status,
    headers: retryAfter === undefined ? JSON_HEADERS : { ...JSON_HEADERS, 'retry-after': String(retryAfter) },
    body: JSON.stringify({ error: reason, message: sentence ?? standing }),
    reason,
  }
}

/** What the client is told of a batch that was taken, as JSON text. */
export function answerTaken(body: string): Answer {
  return { kind: 'answer', status: 200, headers: JSON_HEADERS, body }
}

/** Whether a step has given an answer and not a value to go on with. */
export function isAnswer(value: object): value is Answer {
  return (value as { kind?: unknown }).kind === 'answer'
}

/** Nothing that the collector says is a page, and none of it may be kept by a cache on the way. */
export const JSON_HEADERS: { readonly [name: string]: string } = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}
