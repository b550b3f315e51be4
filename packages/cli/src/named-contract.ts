import { normalFlaw } from '@plainsight/contract/diff'
import { normalContract, type NormalContract } from '@plainsight/contract/judge'
import { parseLock } from '@plainsight/contract/lock'
import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { examineContract } from './examine-contract.ts'
import { CONTRACT_ENDING } from './find-contracts.ts'
import { findingText } from './finding.ts'
import { lockPathOf } from './plan-outputs.ts'
import { SIZE_LIMIT } from './load-contract.ts'
import { textOf } from './previous-lock.ts'
import type { Terminal } from './terminal.ts'

/** A contract that was found under a name, or sentences that say why there is none. */
export type NamedContract =
  | { readonly kind: 'contract'; readonly contract: NormalContract }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }

/**
 * Reads the contract that somebody named: a lock file, a contract file, or either of them as a commit of git has it (`main:PATH`).
 * Of a contract file in a commit its lock is read, since that is what was agreed to and needs nothing loaded.
 */
export async function namedContract(terminal: Terminal, given: string): Promise<NamedContract> {
  const path = resolve(terminal.cwd, given)
  if (existsSync(path)) {
    if (!statSync(path).isFile()) return refused(`${given} is a folder; name a lock or a contract.`)
    if (CONTRACT_ENDING.test(path)) return authored(terminal, path)
    const text = textOf(path)
    return text === undefined ? refused(`${given} cannot be read.`) : locked(given, text)
  }
  const inGit = /^([^:-][^:]*):(.+)$/.exec(given)
  return inGit === null
    ? refused(`There is no file ${given}.`)
    : committed(terminal, inGit[1] as string, inGit[2] as string)
}

async function authored(terminal: Terminal, path: string): Promise<NamedContract> {
  const { contract, findings } = await examineContract(terminal, path)
  if (contract !== undefined) return { kind: 'contract', contract: normalContract(contract) }
  const errors = findings.filter(({ severity }) => severity === 'error')
  return refused(`A contract with problems cannot be compared.\n${errors.map(findingText).join('\n')}`)
}

function locked(shown: string, text: string): NamedContract {
  const read = parseLock(text)
  if (read.kind === 'refused') return refused(`${shown}: ${read.message}`)
  const { contract } = read.lock
  const flaw = normalFlaw(contract)
  if (flaw === undefined) return { kind: 'contract', contract }
  return refused(`${shown}: This is not a lock file that can be compared: ${flaw}.`)
}

async function committed(terminal: Terminal, commit: string, path: string): Promise<NamedContract> {
  const lock = lockPathOf(path)
  // What git takes for a path from the root is, from somebody's keyboard, one from where he stands.
  const object = `${commit}:${/^[./]/.test(lock) ? lock : `./${lock}`}`
  const answer = await askGit(terminal.cwd, ['cat-file', 'blob', object])
  if (typeof answer === 'string') return locked(`${commit}:${lock}`, answer)
  if (answer.code === 'ENOENT')
    return { kind: 'failed', message: `git is not installed, so ${commit}:${lock} cannot be read.` }
  return refused(
    `There is no file ${commit}:${path}, and git has no ${commit}:${lock}${answer.said === '' ? '' : ` (${answer.said})`}.`,
  )
}

function askGit(
  cwd: string,
  args: readonly string[],
): Promise<string | { readonly code: unknown; readonly said: string }> {
  return new Promise((done) => {
    execFile('git', args, { cwd, maxBuffer: SIZE_LIMIT, timeout: 30_000, encoding: 'utf8' }, (error, out, said) => {
      if (error === null) done(out)
      else done({ code: error.code, said: (said.split('\n')[0] ?? '').replace(/^fatal: /, '') })
    })
  })
}

function refused(message: string): NamedContract {
  return { kind: 'refused', message }
}
