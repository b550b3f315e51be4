import type { Contract } from '@plainsight/contract'
import { checkContract } from '@plainsight/contract/check'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { findPlace } from './find-place.ts'
import type { Finding } from './finding.ts'
import { loadContract } from './load-contract.ts'
import type { Terminal } from './terminal.ts'

/** A contract file that was loaded and held against the rules; `contract` is absent when it cannot be used. */
export interface Examined {
  readonly file: string
  readonly contract: Contract | undefined
  readonly findings: readonly Finding[]
}

/** Loads one contract file and holds it against every rule. Resolves whatever is in the file. */
export async function examineContract(terminal: Terminal, file: string): Promise<Examined> {
  const shown = relative(terminal.cwd, file) || file
  const loaded = await loadContract(file)
  if (loaded.kind === 'refused') {
    const { kind: _kind, ...said } = loaded
    return { file, contract: undefined, findings: [{ file: shown, rule: 'not-loaded', severity: 'error', ...said }] }
  }
  const source = readFileSync(file, 'utf8')
  const findings = checkContract(loaded.contract).map(({ rule, message, path, mend, severity }) => ({
    file: shown,
    ...findPlace(source, path),
    rule,
    severity,
    message,
    ...(mend === undefined ? {} : { mend }),
  }))
  const usable = findings.every(({ severity }) => severity === 'warning')
  return { file, contract: usable ? loaded.contract : undefined, findings }
}
