import type { Row } from './journal.ts'

/**
 * Takes the oldest occurrence out of what waits in memory.
 * @returns the name of its event
 */
export function evictOldest(rows: Row[]): string | undefined {
  const oldest = rows.findIndex(({ kind }) => kind === 'e')
  const [gone] = oldest < 0 ? [] : rows.splice(oldest, 1)
  return gone && (JSON.parse(`{${gone.tail}`) as { e: string }).e
}
