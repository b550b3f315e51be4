import { ROLE_WORDS } from './fleet.ts'
import type { Place } from './furnish-machine.ts'
import type { PlayedRun } from './play-fleet.ts'
import { readMachine, type Receipt } from './read-machine.ts'

/** A table with one line for each machine: who, how often it ran, what it stored, what left, what the collector answered. */
export function describeMachines(places: readonly Place[], played: readonly PlayedRun[]): string[] {
  const head = ['machine', 'how it stands', 'runs', 'on its disk now', 'what left, by its receipts', 'answers']
  const rows = places.map((place) => {
    const { machine } = place
    const { files, waiting, batches, receipts } = readMachine(place)
    const runs = played.filter((run) => run.machine === machine.name && run.args[0] !== 'telemetry').length
    const left = receipts.filter(({ status }) => status > 0)
    return [
      machine.name,
      ROLE_WORDS[machine.role],
      String(runs),
      diskWords(files, waiting, batches),
      left.length === 0
        ? 'nothing'
        : `${plural(left.length, 'batch', 'batches')}, ${plural(recordsOf(left), 'record')}`,
      left.length === 0 ? '–' : statusWords(left),
    ]
  })
  const widths = head.map((word, i) => Math.max(word.length, ...rows.map((row) => (row[i] ?? '').length)))
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** How many records the bodies of some receipts hold. */
export function recordsOf(receipts: readonly Receipt[]): number {
  return receipts.reduce((sum, { body }) => sum + (body === undefined ? 0 : bodyOf(body).events.length), 0)
}

/** A delivered batch, out of the exact bytes of its receipt. */
export function bodyOf(body: string): DeliveredBatch {
  return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as DeliveredBatch
}

/** The parts of a delivered batch that the demonstration looks at. */
export interface DeliveredBatch {
  readonly day: string
  readonly events: readonly {
    readonly name: string
    readonly count?: number
    readonly by?: { readonly [field: string]: unknown }
    readonly fields?: { readonly [field: string]: unknown }
  }[]
}

function diskWords(files: readonly string[] | undefined, waiting: number, batches: number): string {
  if (files === undefined) return 'no file at all'
  if (files.length === 1) return `${files[0]} only`
  const parts = [
    waiting > 0 && `${plural(waiting, 'line')} of today`,
    batches > 0 && plural(batches, 'batch', 'batches'),
  ]
  return parts.filter(Boolean).join(', ') || 'nothing that waits'
}

function statusWords(receipts: readonly Receipt[]): string {
  const statuses = Map.groupBy(receipts, ({ status }) => status)
  return [...statuses].map(([status, same]) => `${same.length} × ${status}`).join(', ')
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
