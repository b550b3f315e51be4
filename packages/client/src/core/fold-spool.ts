import { canonicalJson } from '../sender/canonical-text.ts'
import { foldLines, type Group, type Member } from '../sender/fold-lines.ts'
import type { Disk } from './disk.ts'
import { newClaim } from './new-claim.ts'
import type { StateFiles } from './state-files.ts'
import { withStateLock } from './state-lock.ts'

// Folding keeps a spool small that many processes write to: its lines are added up and written again. Like a claim it goes by
// renames, with the outcome written before anything follows from it:
//   pending.jsonl → sending-C.jsonl, its sum → fold-LENGTH-C.jsonl (from here on the sum is what counts),
//   sending-C → read-LENGTH-C.0.9999-12-31.jsonl (all of it is taken but what is added behind), fold → read-0-C.1.0000-00-00.jsonl.

/** The spool of one machine holds at most this, bytes; then its oldest finished days go (protocol.md, Files). */
export const MOST_SPOOL = 262_144

/** A day before and a day after every other. */
const FIRST = '0000-00-00'
const LAST = '9999-12-31'
const FOLD = /^fold-(\d+)-([0-9a-f-]{36})\.jsonl$/
const SUM = /^read-0-[0-9a-f-]{36}\.1\.0000-00-00\.jsonl$/

/**
 * Folds the spool, unless somebody else is at work on it. `today` is not dropped, however much it is.
 * @param realNow the machine's own clock, ms
 */
export function foldSpool(
  disk: Disk,
  files: StateFiles,
  today: string,
  realNow: number,
  random: (count: number) => Uint8Array,
): void {
  withStateLock(disk, files, realNow, () => fold(disk, files, today, random))
}

function fold(disk: Disk, files: StateFiles, today: string, random: (count: number) => Uint8Array): void {
  finishFolds(disk, files)
  const claim = newClaim(random)
  const names = disk.list(files.folder).filter((name) => SUM.test(name))
  const mine: string[] = []
  for (const name of ['pending.jsonl', ...names]) {
    const taken = `sending-${claim}${mine.length === 0 ? '' : `.0.${mine.length}.${FIRST}`}.jsonl`
    if (disk.rename(files.at(name), files.at(taken))) {
      const text = disk.read(files.at(taken), 'latin1') ?? ''
      // A write that is under way may be seen in part: what has no end yet is left behind the mark, with what comes after it.
      mine.push(text.slice(0, text.lastIndexOf('\n') + 1))
    }
  }
  if (mine.length === 0) return
  const sum = sumOf(
    mine.map((text) => [text, 0, '']),
    today,
  )
  // Only the first was open to writers; the others were complete, and what they held is in the sum.
  disk.write(files.at(`fold-${mine[0]!.length}-${claim}.jsonl`), sum, 'latin1')
  finishFolds(disk, files)
}

/** Does what a written fold has decided, again where a process was killed over it. */
export function finishFolds(disk: Disk, files: StateFiles): void {
  const names = disk.list(files.folder)
  for (const name of names) {
    const [, length, claim] = FOLD.exec(name) ?? []
    if (length === undefined || claim === undefined) continue
    for (const other of names) if (other.startsWith(`sending-${claim}.0.`)) disk.remove(files.at(other))
    disk.rename(files.at(`sending-${claim}.jsonl`), files.at(`read-${length}-${claim}.0.${LAST}.jsonl`))
    disk.rename(files.at(name), files.at(`read-0-${claim}.1.${FIRST}.jsonl`))
  }
}

/** Folds the local counts. They never leave, so a count that is added meanwhile is all that could be lost. */
export function foldLocal(disk: Disk, files: StateFiles, today: string): void {
  const text = disk.read(files.local, 'latin1')
  if (text !== undefined) disk.write(files.local, sumOf([[text, 0, '']], today), 'latin1')
}

// The lines of all groups again, the oldest days left out where there is too much.
function sumOf(members: readonly Member[], today: string): string {
  const groups = foldLines(members, LAST, new Set())
  const sorted = [...groups.values()].sort(([, a], [, b]) => (a < b ? 1 : -1))
  let text = ''
  let full = false
  for (const group of sorted) {
    const lines = linesOf(group)
    if (group[1] < today && text.length + lines.length > MOST_SPOOL) full = true
    if (!full) text = lines + text
  }
  const [newest] = sorted
  if (full && newest !== undefined) text += evictedLines(newest)
  return text
}

function evictedLines([setting, day]: Group): string {
  const drift = { t: 'd', x: setting.x, d: day, e: 'undeclared', f: '*', w: 'evicted' }
  return `${canonicalJson(setting)}\n${canonicalJson(drift)}\n`
}

function linesOf([, day, lines, drift]: Group): string {
  let text = ''
  const stated = new Set<string>()
  const state = (setting: Group[0]): void => {
    if (!stated.has(setting.x)) text += `${canonicalJson(setting)}\n`
    stated.add(setting.x)
  }
  for (const [line, setting] of lines.values()) {
    state(setting)
    text += `${canonicalJson({ ...line, x: setting.x })}\n`
    for (const triple of drift) {
      const [e, f, w] = JSON.parse(triple) as string[]
      text += `${canonicalJson({ t: 'd', x: setting.x, d: day, e, f, w })}\n`
    }
    drift.clear()
  }
  return text
}
