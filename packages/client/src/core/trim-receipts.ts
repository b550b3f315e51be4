import { DAY_MS } from './day.ts'
import type { Disk } from './disk.ts'

/** Receipts kept with their body and the bytes of those, less what one attempt may add; days that the others are kept. */
const MOST_BODIES = 30 - 5
const MOST_BYTES = 524_288 - 5 * 65_536
const MOST_DAYS = 400

/** Shortens receipts.jsonl: the newest keep their exact body, older ones are kept without it, the oldest go (protocol.md, Files). */
export function trimReceipts(disk: Disk, path: string, now: number): void {
  const text = disk.read(path, 'latin1')
  if (text === undefined) return
  const oldest = new Date(now - MOST_DAYS * DAY_MS).toISOString()
  let bodies = 0
  let bytes = 0
  const kept: string[] = []
  for (const line of text.split('\n').reverse()) {
    // `{"at":"2026-11-19T…` stands first in every line.
    if (line === '' || line.slice(7, 31) < oldest) continue
    const bare = line.replace(/,"body":".*"(?=\}$)/, '')
    if (bare !== line) {
      bodies++
      bytes += line.length
    }
    kept.unshift(bodies > MOST_BODIES || bytes > MOST_BYTES ? bare : line)
  }
  const shorter = kept.map((line) => `${line}\n`).join('')
  if (shorter !== text) disk.write(path, shorter, 'latin1')
}
