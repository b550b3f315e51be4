import { pathText } from '@plainsight/contract/check'
import {
  diffContracts,
  isMovedEnough,
  movedVersion,
  neededMove,
  reviewOf,
  unreviewedChanges,
} from '@plainsight/contract/diff'
import type { NormalContract } from '@plainsight/contract/judge'
import { Command } from 'commander'
import { diffPage, type Comparison } from './diff-page.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { namedContract, type NamedContract } from './named-contract.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'

/** `plainsight diff`: what differs between two contracts, for a pull request and for the change log that users read. */
export function diffCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('diff')
    .description('say what differs between two contracts, as Markdown; 1 when what says more is not reviewed')
    .argument('<old>', 'a lock, a contract, or either in a commit: main:acme.telemetry.lock.json')
    .argument('<new>', 'the same')
    .option('--json', 'the changes as JSON')
    .addHelpText(
      'after',
      '\nOf a contract in a commit, its lock is read.\n\nExample:\n  plainsight diff main:acme.telemetry.lock.json acme.telemetry.ts',
    )
    .action(async (old: string, now: string, options: { readonly json?: true }) =>
      end(await run(terminal, old, now, options)),
    )
}

async function run(terminal: Terminal, old: string, now: string, options: { readonly json?: true }): Promise<ExitCode> {
  const before = await namedContract(terminal, old)
  if (before.kind !== 'contract') return refuse(terminal, before)
  const after = await namedContract(terminal, now)
  if (after.kind !== 'contract') return refuse(terminal, after)
  return compare(terminal, before.contract, after.contract, options.json === true)
}

function refuse(terminal: Terminal, { kind, message }: Exclude<NamedContract, { kind: 'contract' }>): ExitCode {
  return kind === 'refused' ? refuseUse(terminal, message) : refuseOutside(terminal, message)
}

function compare(terminal: Terminal, before: NormalContract, after: NormalContract, asJson: boolean): ExitCode {
  const changes = diffContracts(before, after)
  const comparison = { before, after, changes }
  terminal.print(asJson ? diffJson(comparison) : diffPage(comparison))
  return unreviewedChanges(changes, before, after).length === 0 ? EXIT.done : EXIT.finding
}

function diffJson({ before, after, changes }: Comparison): string {
  const told = changes.map((change) => ({
    path: change.path,
    place: pathText(change.path),
    what: change.what,
    class: change.class,
    sentence: change.sentence,
    ...(change.class === 'privacy-widening' ? { review: reviewOf(change, before, after) ?? null } : {}),
  }))
  return JSON.stringify(
    {
      old: { name: before.name, version: before.version },
      new: { name: after.name, version: after.version },
      version: {
        needed: movedVersion(before.version, neededMove(changes)),
        isEnough: changes.length === 0 || isMovedEnough(before.version, after.version, changes),
      },
      unreviewed: unreviewedChanges(changes, before, after).length,
      changes: told,
    },
    null,
    2,
  )
}
