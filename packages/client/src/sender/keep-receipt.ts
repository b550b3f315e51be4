import type { Folder } from './folder.ts'

/** What is kept of one answered request, besides its bytes. */
export interface Receipt {
  /** When, ISO 8601. */
  readonly at: string
  readonly to: string
  readonly batch: string
  readonly day: string
  readonly status: number
  /** The beginning of the answer. */
  readonly answer: string
}

/** Receipts kept with their body, the bytes of those, and how long the others are kept, ms (protocol.md, Files). */
const MOST_BODIES = 30
const MOST_BYTES = 524_288
const LONGEST = 400 * 86_400_000

/**
 * Keeps a receipt: when, where to, the answer, and the exact bytes. Written before the batch file goes.
 * @param body a binary string; empty where the same bytes are still waiting to be sent again
 */
export function keepReceipt(folder: Folder, receipt: Receipt, body: string): void {
  const answer = receipt.answer
  folder.append('receipts.jsonl', `${JSON.stringify({ ...receipt, answer, ...(body && { body }) })}\n`)
  const lines = folder.read('receipts.jsonl')!.split('\n')
  let bytes = 0
  let bodies = 0
  const kept = lines.reverse().flatMap((line) => {
    if (line === '' || Date.parse(line.slice(7, 31)) < Date.parse(receipt.at) - LONGEST) return []
    const bare = line.replace(/,"body":".*"/, '')
    if (bare !== line && (++bodies > MOST_BODIES || (bytes += line.length) > MOST_BYTES)) return [bare]
    return [line]
  })
  const text = `${kept.reverse().join('\n')}\n`
  if (kept.length < lines.length - 1 || bodies > MOST_BODIES || bytes > MOST_BYTES) folder.write('receipts.jsonl', text)
}
