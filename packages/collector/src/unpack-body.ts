import { gunzipSync } from 'node:zlib'

/** What became of a packed body. */
export type Unpacked =
  | { readonly kind: 'unpacked'; readonly bytes: Uint8Array }
  /** It grows beyond the cap. Unpacking stopped there. */
  | { readonly kind: 'too-large' }
  /** It is not gzip, or it ends early. */
  | { readonly kind: 'torn' }

/**
 * Unpacks gzip up to a cap. In one go and on this thread: what comes in is at most 64 KiB and what comes out at most the cap, which takes
 * about a millisecond; a stream would take longer to set up.
 * @param cap most bytes that may come out
 */
export function unpackBody(packed: Uint8Array, cap: number): Unpacked {
  try {
    return { kind: 'unpacked', bytes: gunzipSync(packed, { maxOutputLength: cap }) }
  } catch (error) {
    return { kind: (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'torn' }
  }
}
