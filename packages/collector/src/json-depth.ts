/**
 * Whether JSON text nests objects and lists deeper than a limit. It is asked before parsing and looks at every byte once, so that a
 * million brackets cost no more than a million letters.
 * @param bytes UTF-8; what is no JSON gets some answer, and the parser refuses it
 */
export function isDeeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inString) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}
