import { refuse, type Answer } from '../answer.ts'
import type { Desk } from '../desk.ts'
import type { Read } from '../passage.ts'
import { unpackBody } from '../unpack-body.ts'

/** Unpacks a packed body, up to the smaller of the cap and what its size allows. */
export function unpackBatch(value: Read, { limits }: Desk): Read | Answer {
  const { unpackedBytes, unpackRatio, ratioFloorBytes } = limits
  if (!value.packed) return value
  const cap = Math.min(unpackedBytes, Math.max(ratioFloorBytes, unpackRatio * value.bytes.byteLength))
  const unpacked = unpackBody(value.bytes, cap)
  switch (unpacked.kind) {
    case 'unpacked':
      return { ...value, bytes: unpacked.bytes }
    case 'too-large':
      return refuse('too-large', `The body unpacks to more than ${cap} bytes.`)
    case 'torn':
      return refuse('malformed', 'The body is not complete gzip.')
  }
}
