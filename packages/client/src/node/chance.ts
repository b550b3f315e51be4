import type { Fs } from './node-disk.ts'

/**
 * Random bytes without loading a crypto module, which costs a short command 2.7 ms: the kernel's own device, where there is one.
 * @param count how many, 1–256
 */
export function randomBytes(fs: Pick<typeof import('node:fs'), 'readSync'> & Fs, count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  try {
    const device = fs.openSync('/dev/urandom', 'r')
    try {
      if (fs.readSync(device, bytes, 0, count, null) === count) return bytes
    } finally {
      fs.closeSync(device)
    }
  } catch {
    // Windows has no such device.
  }
  process.getBuiltinModule('node:crypto').randomFillSync(bytes)
  return bytes
}
