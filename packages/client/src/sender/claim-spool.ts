import { cutBatches, type Batch } from './cut-batches.ts'
import type { ClaimIds } from './claim-ids.ts'
import { foldLines, type Member } from './fold-lines.ts'
import type { Folder } from './folder.ts'
import { stringify } from './json-words.ts'
import type { SenderJob } from './sender-job.ts'

/** A claim's decision, written before anything of it is done: doing it twice is doing it once. */
export type Plan = readonly [
  batches: readonly Batch[],
  renames: readonly (readonly [from: string, to: string])[],
  places: SenderJob['places'],
]

/** A file that was claimed and read before, and of which something may have stayed: `read-LENGTH-CLAIM.N.DAY.jsonl`. */
const READ = /^read-(\d+)-.{36}\.\d+\.(.{10})/

/**
 * Claims what is finished in the spool and cuts it into batch files. Each step is one rename, and the decision lies in a file of
 * its own before any step follows from it, so a kill at any place loses and doubles nothing. What is not finished stays in the
 * claimed files, under a name that says how far and up to which day they were read, and is claimed again with the next.
 * @param drift what the first batch carries besides; empty afterwards when there was one
 */
export async function claimSpool(
  folder: Folder,
  job: SenderJob,
  ids: ClaimIds,
  today: string,
  drift: Set<string>,
  pause: (ms: number) => Promise<void>,
  mayGoOn: () => boolean,
): Promise<void> {
  const { claim } = job
  const [, write, move] = folder
  let members = findMembers(folder, today)
  if (!foldLines(readMembers(folder, members), today, new Set()).size) return
  members = members.flatMap(([name, length, day], i) => {
    const mine = `sending-${claim}${day && `.${length}.${i}.${day}`}.jsonl`
    return move(name, mine) ? [[mine, length, day]] : []
  })
  // Writers that had a file open before the rename may still add to it: 166 of 80 000 lines were lost by not waiting.
  let texts = readMembers(folder, members)
  for (let before = ''; before !== (before = texts.join()); texts = readMembers(folder, members)) await pause(250)
  if (!mayGoOn()) return
  const groups = foldLines(texts, today, drift)
  for (const [, , , noted] of groups.values()) {
    for (const triple of drift) noted.add(triple)
    drift.clear()
  }
  const plan: Plan = [
    cutBatches(groups, job, ids),
    members.map(([name], i) => [name, `read-${texts[i]![0].length}-${claim}.${i}.${today}.jsonl`]),
    job.places,
  ]
  write(`cut-${claim}.json`, stringify(plan))
  carryOut(folder, claim, plan)
}

/** A file of the spool: its name, how much of it an earlier claim had read, and on which day; of `pending.jsonl` 0 and nothing. */
export type Found = readonly [name: string, length: number, day: string]

/**
 * The files of which something may leave: the spool, and what earlier claims left over. After a clock that went back, what was
 * read up to a day still to come waits; what was folded has its last day behind it in the name, `9999-12-31`, and only what was
 * added since is still to be read.
 */
export function findMembers([, , , , names]: Folder, today: string): Found[] {
  return names().flatMap((name): Found[] => {
    const [was, length = 0, day = ''] = READ.exec(name) ?? []
    return name === 'pending.jsonl' || (was && (day <= today || day > '9')) ? [[name, Number(length), day]] : []
  })
}

/** Reads the files of a claim. */
export function readMembers([read]: Folder, members: readonly Found[]): Member[] {
  return members.map(([name, length, day]) => [read(name) ?? '', length, day])
}

/** Does what a claim has decided. */
export function carryOut([, write, move, remove]: Folder, claim: string, [batches, renames, places]: Plan): void {
  for (const [id, body] of batches) for (const place of places) write(`${place}batch-${id}.json`, body)
  for (const [from, to] of renames) move(from, to)
  remove(`cut-${claim}.json`)
}
