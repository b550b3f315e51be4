/** What became of a body: its bytes, or why there are none. */
export type ReadBody =
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  /** More bytes came than the limit. What is left is not read. */
  | { readonly kind: 'too-large' }
  /** It was not complete in time. */
  | { readonly kind: 'stalled' }
  /** It ended early, or with more or fewer bytes than its head said. */
  | { readonly kind: 'torn' }

/**
 * Reads a body to its end under real caps: what the head says is only compared with what came. The source is never closed here,
 * because closing a request before its answer is sent takes the connection away from under the answer.
 * @param declared bytes that the head announced
 * @param limit most bytes that are held
 * @param ms from now to the last byte
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  declared: number,
  limit: number,
  ms: number,
): Promise<ReadBody> {
  const chunks: Uint8Array[] = []
  let size = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<'stalled'>((resolve) => {
    timer = setTimeout(resolve, ms, 'stalled')
  })
  try {
    const iterator = source[Symbol.asyncIterator]()
    for (;;) {
      const next = iterator.next()
      // The loser of the race may still fail later, when nobody listens any more.
      next.catch(() => undefined)
      const got = await Promise.race([next, deadline])
      if (got === 'stalled') return { kind: 'stalled' }
      if (got.done === true) break
      size += got.value.byteLength
      if (size > limit) return { kind: 'too-large' }
      chunks.push(got.value)
    }
  } catch {
    return { kind: 'torn' }
  } finally {
    clearTimeout(timer)
  }
  if (size !== declared) return { kind: 'torn' }
  return { kind: 'body', bytes: chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, size) }
}
