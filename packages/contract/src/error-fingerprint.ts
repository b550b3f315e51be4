import { FOREIGN } from './error-words.ts'
import { sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'
import type { ErrorRecord } from './wire-record.ts'

/**
 * What makes two reports the same error: their event, class and code, the way from where it was thrown up to and with the first frame
 * of the product itself, and the classes and codes of its causes. Who called from further out makes no difference; without a frame of
 * the product all frames count. A client reports each fingerprint once a machine and ISO week; a store groups by it.
 * @returns the first 64 bits of SHA-256("plainsight-error/1\n" …), 16 hex digits
 */
export function errorFingerprint({ name, error, causes = [] }: Pick<ErrorRecord, 'name' | 'error' | 'causes'>): string {
  const frames = error.frames ?? []
  const own = frames.findIndex((frame) => frame.includes(':'))
  const way = (own === -1 ? frames : frames.slice(0, own + 1)).filter((frame) => frame !== FOREIGN)
  const parts = [
    'plainsight-error/1',
    name,
    error.class,
    error.code ?? '',
    ...way,
    ...causes.map((cause) => `caused by ${cause.class} ${cause.code ?? ''}`),
  ]
  return hex(sha256(utf8(parts.join('\n')))).slice(0, 16)
}
