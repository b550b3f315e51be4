import { claimIds } from '../sender/claim-ids.ts'
import { carryOut, findMembers, readMembers, type Plan } from '../sender/claim-spool.ts'
import { foldLines } from '../sender/fold-lines.ts'
import type { Folder } from '../sender/folder.ts'
import { parseJson } from '../sender/parse-json.ts'
import { waitingBatches } from '../sender/run-sender.ts'
import type { SenderMemory } from '../sender/sender-job.ts'
import { DAY_MS } from './day.ts'
import type { Disk } from './disk.ts'
import { finishFolds } from './fold-spool.ts'
import type { Session } from './session.ts'
import type { StateFiles } from './state-files.ts'
import { learnStopped } from './stopped-events.ts'
import { withStateLock } from './state-lock.ts'
import { trimReceipts } from './trim-receipts.ts'

/** A claim, a draft or a file that was read to its end is left alone for this long, ms. */
const HOUR = 3_600_000
/** How long a batch is tried, ms. */
const LONGEST = 30 * DAY_MS
/** A day after every other. */
const LAST = '9999-12-31'

/** The state folder as senders see it, on the disk of a session. */
export function folderOf(disk: Disk, files: StateFiles): Folder {
  return [
    (name) => disk.read(files.at(name), 'latin1'),
    (name, text) => disk.write(files.at(name), text, 'latin1'),
    (from, to) => disk.rename(files.at(from), files.at(to)) || undefined,
    (name) => disk.remove(files.at(name)),
    () => disk.list(files.folder),
  ]
}

/**
 * Puts the state folder in order before something is sent: finishes what a killed process began, gives up what is too old, halves
 * what was too large. What a sender need not do it does not have to carry.
 * @returns what senders remember, from now on; undefined while a sender is at work
 */
export function tidyState({ world, clock, product }: Session, files: StateFiles): SenderMemory | undefined {
  return withStateLock(world.disk, files, world.realNow(), () =>
    tidy(world.disk, files, clock(), world.realNow(), product),
  )
}

function tidy(disk: Disk, files: StateFiles, now: number, realNow: number, product: string): SenderMemory {
  const folder = folderOf(disk, files)
  const [read, write, move, remove, names] = folder
  const isOld = (name: string, at = realNow): boolean =>
    Math.abs(at - (disk.look(files.at(name))?.mtimeMs ?? at)) > HOUR

  const memory: SenderMemory = parseJson<SenderMemory>(read('sender.json')) ?? {}
  const drift = new Set(memory.drift)

  finishFolds(disk, files)
  for (const name of names()) {
    const claim = /^cut-(.{36})\.json$/.exec(name)?.[1]
    if (claim !== undefined) carryOut(folder, claim, parseJson<Plan>(read(name)) ?? [[], [], []])
  }
  for (const name of names()) {
    const [, claim, length = '0', part = '99', day = '0000-00-00'] =
      /^sending-(.{36})(?:\.(\d+)\.(\d+)\.(.{10}))?\.jsonl$/.exec(name) ?? []
    // A claim that has stood for an hour has nobody any more, nor has one of another day: its owner would hold the lock. No batch came
    // of it: that would have left a plan.
    if (claim !== undefined && (isOld(name) || isOld(name, now)))
      move(name, `read-${length}-${claim}.${part}.${day}.jsonl`)
    if (name.endsWith('.tmp') && isOld(name)) remove(name)
    if (name.startsWith('large-')) halve(folder, name, drift)
  }
  for (const found of findMembers(folder, LAST)) {
    const [name, length] = found
    if (length > 0 && isOld(name) && foldLines(readMembers(folder, [found]), LAST, new Set()).size === 0) remove(name)
  }
  for (const [day, id] of waitingBatches(folder)) {
    if (now - Date.parse(day) <= LONGEST) continue
    drift.add('["undeclared","*","expired"]')
    remove(`batch-${id}.json`)
  }
  learnStopped(memory, disk.read(files.receipts, 'latin1') ?? '', product)
  trimReceipts(disk, files.receipts, now)
  memory.drift = [...drift]
  write('sender.json', JSON.stringify(memory))
  return memory
}

// Two halves under new ids, which follow from the old one: halving twice is halving once.
function halve([read, write, , remove]: Folder, name: string, drift: Set<string>): void {
  const whole = parseJson<{ batch: string; events: unknown[]; drift?: unknown }>(read(name))
  if (whole !== undefined && whole.events.length > 1) {
    const [batchId] = claimIds({ contract: '', periods: {} }, undefined)
    const half = Math.ceil(whole.events.length / 2)
    for (const part of [0, 1]) {
      const batch = batchId(whole.batch, part)
      const events = whole.events.slice(part * half, (part + 1) * half)
      write(
        `batch-${batch}.json`,
        JSON.stringify({ ...whole, batch, events, drift: part === 0 ? whole.drift : undefined }),
      )
    }
  } else drift.add('["undeclared","*","over-limit"]')
  remove(name)
}
