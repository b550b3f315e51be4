import { bodyOf, recordsOf } from './describe-machines.ts'
import type { Place } from './furnish-machine.ts'
import type { PlayedRun } from './play-fleet.ts'
import { readMachine } from './read-machine.ts'

/** A stored row, as the export prints it. */
export type Row = { readonly [column: string]: unknown }

/** What the numbers are held against. */
export interface Numbers {
  readonly places: readonly Place[]
  readonly played: readonly PlayedRun[]
  readonly rows: readonly Row[]
  /** The UTC day of a run. */
  dayOf(run: PlayedRun): string
  /** Whether the notice could be shown at a terminal. */
  readonly terminals: boolean
}

const YES = ['yes', 'older', 'offline', 'killed']

/**
 * Holds what the collector stored against what was played and against the machines' own receipts: three counts that know nothing of
 * one another.
 * @returns a sentence for each that is not as it should be
 */
export function checkNumbers({ places, played, rows, dayOf, terminals }: Numbers): string[] {
  const problems: string[] = []
  const states = new Map(places.map((place) => [place.machine.name, readMachine(place)]))
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)]
    if (a !== b) problems.push(`${what}: ${a} where it should be ${b}.`)
  }

  // By the receipts: every record that left is one row, and everything was taken.
  const receipts = [...states.values()].flatMap((state) => state.receipts)
  expect('answers other than 200', receipts.filter(({ status }) => status !== 200).length, 0)
  expect('rows', rows.length, recordsOf(receipts))
  expect(
    'batches that still wait',
    [...states.values()].reduce((sum, { batches }) => sum + batches, 0),
    0,
  )

  // By what was played: each finished run of a machine that said yes is one count of its command on its day.
  const counted = places.filter(({ machine }) => YES.includes(machine.role)).map(({ machine }) => machine.name)
  const finished = played.filter((run) => run.daysAgo >= 0 && !run.killed && run.args[0] !== 'telemetry')
  const wanted = tally(
    finished.filter(({ machine }) => counted.includes(machine)).map((run) => [`${dayOf(run)} ${run.args[0]}`, 1]),
  )
  for (const { machine } of places.filter((place) => place.machine.role === 'notice'))
    for (const { body } of states.get(machine.name)?.receipts ?? [])
      for (const [key, count] of body === undefined ? [] : countsOf(body))
        wanted.set(key, (wanted.get(key) ?? 0) + count)
  const stored = tally(
    rows
      .filter(({ event }) => event === 'command.completed')
      .map(({ day, f_command: command, count }) => [`${String(day)} ${String(command)}`, Number(count)]),
  )
  for (const key of [...new Set([...stored.keys(), ...wanted.keys()])].sort())
    expect(`stored counts of ${key}`, stored.get(key) ?? 0, wanted.get(key) ?? 0)

  // Who refused has left nothing, and who has not answered has a note that the notice was shown, at most.
  for (const { machine } of places) {
    const { files, receipts: left } = states.get(machine.name) as ReturnType<typeof readMachine>
    const { name, role } = machine
    if (role === 'off-command') expect(`files of ${name}`, files, ['settings.json'])
    if (role === 'undecided') expect(`files of ${name}`, files, terminals ? ['settings.json'] : undefined)
    if (['off-variable', 'off-project', 'do-not-track'].includes(role)) expect(`files of ${name}`, files, undefined)
    if (YES.includes(role)) expect(`whether ${name} delivered`, left.length > 0, true)
    if (role === 'notice') expect(`whether ${name} delivered`, left.length > 0, terminals)
  }
  expect(
    'killed runs',
    played.filter(({ killed, code }) => killed && code === null).length,
    played.filter(({ killed }) => killed).length,
  )
  return problems
}

function countsOf(body: string): [string, number][] {
  const { day, events } = bodyOf(body)
  return events
    .filter(({ name }) => name === 'command.completed')
    .map(({ by, count }) => [`${day} ${String(by?.['command'])}`, count ?? 0])
}

function tally(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [key, count] of entries) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}
