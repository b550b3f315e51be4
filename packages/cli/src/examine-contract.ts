import type { Contract } from '@plainsight/contract'
import { checkContract, checkLock, type Issue } from '@plainsight/contract/check'
import { relative } from 'node:path'
import { findPlace } from './find-place.ts'
import type { Finding } from './finding.ts'
import { loadContract } from './load-contract.ts'
import { lockPathOf } from './plan-outputs.ts'
import { textOf } from './previous-lock.ts'
import type { Terminal } from './terminal.ts'

/** A contract file that was loaded and held against the rules; `contract` is absent when it cannot be used. */
export interface Examined {
  readonly file: string
  readonly contract: Contract | undefined
  readonly findings: readonly Finding[]
}

/** Loads one contract file and holds it against every rule. Resolves whatever is in the file. */
export async function examineContract(terminal: Terminal, file: string): Promise<Examined> {
  const loaded = await loadContract(file, terminal.loadLimitMs)
  if (loaded.kind === 'refused') {
    const { kind: _kind, ...said } = loaded
    const shown = relative(terminal.cwd, file)
    return { file, contract: undefined, findings: [{ file: shown, rule: 'not-loaded', severity: 'error', ...said }] }
  }
  const findings = placed(terminal, file, checkContract(loaded.contract, terminal.today()))
  const usable = findings.every(({ severity }) => severity !== 'error')
  return { file, contract: usable ? loaded.contract : undefined, findings }
}

/** Holds a contract that can be used against the lock beside it. */
export function examineLock(terminal: Terminal, file: string, contract: Contract): Finding[] {
  return placed(terminal, file, checkLock(textOf(lockPathOf(file)), contract))
}

function placed(terminal: Terminal, file: string, issues: readonly Issue[]): Finding[] {
  const source = textOf(file) ?? ''
  return issues.map(({ rule, severity, message, path, mend, suppressed }) => ({
    file: relative(terminal.cwd, file),
    ...findPlace(source, path),
    rule,
    severity,
    message,
    mend,
    ...(suppressed === undefined ? {} : { suppressed }),
  }))
}
