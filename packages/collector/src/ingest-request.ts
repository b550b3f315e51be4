/** A request as any server can hand it over: no framework's object. */
export interface IngestRequest {
  readonly method: string
  /** Without query. */
  readonly path: string
  /** Names in lower case; a header that came twice is joined by a comma or a list. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly body: AsyncIterable<Uint8Array>
  /** The sender's network address. It is used for limits only and is in nothing that is kept, said or logged. */
  readonly address: string | undefined
}

/**
 * One header as text.
 * @returns undefined when it is absent; several values joined as HTTP joins them
 */
export function headerOf(request: Pick<IngestRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name]
  if (value === undefined || typeof value === 'string') return value
  return value.join(', ')
}
