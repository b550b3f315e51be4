import type { DeskEntry } from './desk-log.ts'
import type { Desk } from './desk.ts'
import type { DeskServer } from './desk-server.ts'
import { driftLine, recordLines, valueLine, type SeenValue } from './seen-record.ts'
import type { Terminal } from './terminal.ts'

/** What a terminal, or a program that reads one, sees of a desk. */
export interface ShownDesk {
  opened(server: DeskServer, runs: boolean): void
  /** The command ended with a code. */
  ended(code: number): void
  /** What the coverage file asked for and was not so. */
  covered(missing: readonly string[]): void
}

/** Shows a desk on a terminal as it goes on: batches when they come, and what a command recorded when it has ended. */
export function showDesk(terminal: Terminal, desk: Desk, json: boolean): ShownDesk {
  const say = (data: object): void => terminal.print(JSON.stringify(data))
  const misfits = new Map<string, number>()
  desk.log.listen((entry) => {
    if (entry === undefined) return
    if (json) return say(entry)
    noteMisfits(misfits, entry)
    if (entry.kind !== 'call') for (const line of entryLines(entry)) terminal.print(line)
  })
  return {
    opened({ url, page }, runs) {
      if (json) return say({ kind: 'listening', url, page })
      terminal.print(`listening on ${url}`)
      // What a command prints is not ours to stand between.
      terminal.say(`${runs ? 'the page' : 'the live page'} is at ${page}`)
    },
    ended(code) {
      if (json) return say({ kind: 'ended', code, counts: desk.log.counts(), drift: desk.log.drift() })
      for (const line of misfitLines(misfits)) terminal.print(line)
      const seen = desk.log.counts()
      for (const name of desk.contracts.keys())
        if (Object.keys(seen[name] ?? {}).length === 0)
          terminal.print(
            `\n${name}: nothing was recorded. \`${name} telemetry status\` says whether something forbids it.`,
          )
    },
    covered(missing) {
      if (json) return say({ kind: 'coverage', ok: missing.length === 0, missing })
      if (missing.length === 0) return terminal.print('\nEverything that was to be seen was seen.')
      terminal.print(`\n${missing.length === 1 ? 'One thing is' : `${missing.length} things are`} not as asked for:`)
      for (const line of missing) terminal.print(`✗ ${line}`)
    },
  }
}

function entryLines({ kind, title, context = [], records = [], drift = [] }: DeskEntry): string[] {
  const head = kind === 'note' ? [title] : ['', title]
  return [...head, ...context.map(valueLine), ...records.flatMap(recordLines), ...drift.map(driftLine)]
}

/** Different things that did not fit which are remembered; a program that goes wrong does so again and again. */
const MOST_MISFITS = 100

/** Notes what a program gave and the contract did not take as it was, each once: the values are shown here and nowhere else. */
function noteMisfits(seen: Map<string, number>, { kind, records = [], from }: DeskEntry): void {
  if (kind !== 'call') return
  for (const { event, dropped, because, values } of records) {
    const misfits = values.filter(isMisfit)
    if (dropped === undefined && misfits.length === 0) continue
    const why = dropped === undefined ? '' : `: ${dropped}. ${because}`
    const head = `${dropped === undefined ? '~' : '✗'} ${event}${why}${from === undefined ? '' : `   ${from}`}`
    const text = [head, ...misfits.map(valueLine)].join('\n')
    if (seen.has(text) || seen.size < MOST_MISFITS) seen.set(text, (seen.get(text) ?? 0) + 1)
  }
}

function misfitLines(seen: ReadonlyMap<string, number>): string[] {
  if (seen.size === 0) return []
  const texts = [...seen].map(([text, n]) => (n === 1 ? text : `${text}\n    (${n} times)`))
  return ['', 'What did not fit as it was given:', ...texts]
}

// A number that became its size class is what was meant; what is counted as drift is not.
function isMisfit({ verdict, reason }: SeenValue): boolean {
  return verdict === 'refused' || (verdict === 'coerced' && reason !== undefined)
}
