import { hash } from 'node:crypto'

/**
 * The key of a stored row: `recordKey` of the contract room, made by the fast hash that is at hand here. 16 hex digits.
 * @param batch the batch id
 * @param index the record's place in the batch
 */
export function rowKey(batch: string, index: number): string {
  return hash('sha256', `plainsight-row/1\n${batch}\n${index}`, 'hex').slice(0, 16)
}
