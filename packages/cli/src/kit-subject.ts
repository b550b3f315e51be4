import { contractDigest } from '@plainsight/contract/canonical'
import type { Contract } from '@plainsight/contract'
import { normalContract } from '@plainsight/contract/judge'
import { variablePrefix } from '@plainsight/codegen'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** What the kit looks at: a command, and the contract by which it counts. */
export interface KitSubject {
  readonly contract: Contract
  /** `ACME_TELEMETRY`, the stem of the product's variables. */
  readonly stem: string
  readonly command: readonly string[]
  readonly cwd: string
  /** What belongs to the command itself: addresses, programs, paths. */
  readonly allowed: readonly string[]
  /** Variables that every run has. */
  readonly env: { readonly [name: string]: string }
  /** When a run is ended, ms. */
  readonly limitMs: number
  /** Ways that are left out, by their id. */
  readonly without: readonly string[]
}

/** The stem of a contract's variables. */
export function stemOf(contract: Contract): string {
  return `${variablePrefix(contract.name)}_TELEMETRY`
}

/** A stored choice as the client writes it, for the version that the contract has. */
export function storedChoice(contract: Contract, choice: 'on' | 'off'): string {
  const digest = contractDigest(normalContract(contract))
  return `${JSON.stringify({ format: 1, choice, how: 'kit', day: '2026-01-01', version: contract.version, digest })}\n`
}

/** The command as it can be run from another folder: words that name a file of this one name it whole. */
export function movable(command: readonly string[], cwd: string): string[] {
  return command.map((word) => (/[\\/.]/.test(word) && existsSync(resolve(cwd, word)) ? resolve(cwd, word) : word))
}

/** Whether a thing was named with `--allow`: as it is, or as the folder it lies in. */
export function isAllowed(subject: string, allowed: readonly string[]): boolean {
  return allowed.some((word) => subject === word || subject.startsWith(word.endsWith('/') ? word : `${word}/`))
}
