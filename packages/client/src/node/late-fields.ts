import type { FieldGate } from '@plainsight/contract/judge'
import { requireBeside } from './require-beside.ts'

/** The gate of a type of field that few contracts use; undefined where there is no such type. */
export function rareGate(kind: string): FieldGate | undefined {
  const fields = requireBeside('./rare-fields.ts') as typeof import('./rare-fields.ts')
  return fields.rareGate(kind)
}
