import type { Contract } from '@plainsight/contract'
import { canonicalJson } from '@plainsight/contract/canonical'
import { diffContracts, missingMarks, normalFlaw } from '@plainsight/contract/diff'
import { normalContract } from '@plainsight/contract/judge'
import { rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { insertMark, type Mark } from './insert-mark.ts'
import { loadContract } from './load-contract.ts'
import { lockPathOf } from './plan-outputs.ts'
import { previousLock, textOf } from './previous-lock.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Writes the marks that a contract lacks against its lock into its source. What would be written is loaded first: it has to be the
 * same contract with these marks and nothing else, or the file stays as it is. Throws Node's error when it cannot be written.
 * @returns the marks that were written; those that are missing here have to be written by hand
 */
export async function writeMarks(file: string, contract: Contract, limitMs: number): Promise<readonly Mark[]> {
  const source = textOf(file)
  const locked = previousLock(lockPathOf(file))?.contract
  if (source === undefined || locked === undefined || locked.name !== contract.name) return []
  if (locked.version === contract.version || normalFlaw(locked) !== undefined) return []
  const normal = normalContract(contract)
  let text = source
  let wanted = contract
  const written: Mark[] = []
  for (const mark of missingMarks(locked, normal, diffContracts(locked, normal))) {
    const inserted = insertMark(text, mark, contract.version)
    if (inserted === undefined) continue
    const marked = withMark(wanted, mark)
    if (!(await isLoadedAs(file, inserted, marked, limitMs))) continue
    text = inserted
    wanted = marked
    written.push(mark)
  }
  if (written.length > 0) writeWhole(file, text)
  return written
}

function withMark(contract: Contract, { mark, path: [part, name] }: Mark): Contract {
  if (part === undefined || name === undefined) return { ...contract, [mark]: contract.version }
  const declared = contract[part] as { readonly [name: string]: object }
  return { ...contract, [part]: { ...declared, [name]: { ...declared[name], [mark]: contract.version } } }
}

// Beside the contract, since it may import what stands there; hidden, so that nobody takes it for one.
async function isLoadedAs(file: string, text: string, wanted: Contract, limitMs: number): Promise<boolean> {
  const trial = join(dirname(file), `.${process.pid}.${basename(file)}`)
  try {
    writeFileSync(trial, text)
    const loaded = await loadContract(trial, limitMs)
    return loaded.kind === 'contract' && canonicalJson(loaded.contract) === canonicalJson(wanted)
  } finally {
    rmSync(trial, { force: true })
  }
}
