import { cutBatches, type Batch } from './cut-batches.ts'
import { foldLines, type Member } from './fold-lines.ts'
import type { Folder } from './folder.ts'
import type { SenderJob } from './sender-job.ts'
import { parseJson } from './parse-json.ts'
import type { SenderPorts } from './sender-ports.ts'

/** A claim's decision, written before anything of it is done: doing it twice is doing it once. */
type Plan = readonly [batches: readonly Batch[], renames: readonly (readonly [from: string, to: string | undefined])[]]

/** A claimed file, or one that was read and of which something may have stayed: `sending-CLAIM…`, `read-LENGTH-CLAIM.N.DAY.jsonl`. */
const CLAIMED = /^(?:sending-[0-9a-f-]{36}|read)(?:[.-](\d+)-?[0-9a-f-]*\.\d+\.([\d-]{10}))?\.jsonl$/
const HOUR = 3_600_000

/**
 * Claims what is finished in the spool and cuts it into batch files. Each step is one rename, and the decision lies in a file of
 * its own before any step follows from it, so a kill at any place loses and doubles nothing. What is not finished stays in the
 * claimed files, under a name that says how far and up to which day they were read, and is claimed again with the next.
 * @param claim its random name, 122 bits
 * @param drift what the first batch carries besides; empty afterwards when there was one
 */
export async function claimSpool(
  folder: Folder,
  ports: SenderPorts,
  job: SenderJob,
  claim: string,
  today: string,
  drift: Set<string>,
  mayGoOn: () => boolean,
): Promise<void> {
  const { now, pause, uuidOf, idOf } = ports
  for (const name of folder.names()) if (name.startsWith('cut-')) carryOut(folder, name)
  const isOld = (name: string): boolean => Math.abs(now() - folder.look(name)[1]) > HOUR
  let members = findMembers(folder, today, isOld)
  if (foldLines(readMembers(folder, members), today, new Set())[0].size === 0) return
  members = members.flatMap(([name, length, day], i) => {
    const mine = `sending-${claim}${i === 0 && day === '' ? '' : `.${length}.${i}.${day || '0000-00-00'}`}.jsonl`
    return folder.move(name, mine) ? [[mine, length, day]] : []
  })
  // Writers that had a file open before the rename may still add to it: 166 of 80 000 lines were lost by not waiting.
  const sizes = (): string => members.map(([name]) => folder.look(name)[0]).join()
  for (let before = '', next = sizes(); before !== next; before = next, next = sizes()) await pause(250)
  if (!mayGoOn()) return
  const texts = readMembers(folder, members)
  const [groups, stays] = foldLines(texts, today, drift)
  for (const [, , , noted] of groups.values()) {
    for (const triple of drift) noted.add(triple)
    drift.clear()
  }
  const plan: Plan = [
    cutBatches(groups, job, idOf, (index) => uuidOf(`plainsight-batch/1\n${claim}\n${index}`)),
    texts.map(([{ length }, before], i) => {
      const name = members[i]![0]
      const done = before > 0 && !stays[i] && isOld(name)
      return [name, done ? undefined : `read-${length}-${claim}.${i}.${today}.jsonl`]
    }),
  ]
  folder.write(`cut-${claim}.json`, JSON.stringify(plan))
  carryOut(folder, `cut-${claim}.json`)
}

/** A file of the spool: its name, how much of it an earlier claim had read, and on which day. */
export type Found = readonly [name: string, length: number, day: string]

/**
 * The files of which something may leave: the spool, what earlier claims left over, and claims that have nobody any more. No
 * batch came of those, or there would be a plan. After a clock that went back, what was read up to a day still to come waits.
 */
export function findMembers(folder: Folder, today: string, isOld: (name: string) => boolean): Found[] {
  return folder.names().flatMap((name): Found[] => {
    const [claimed, length = '0', day = ''] = CLAIMED.exec(name) ?? []
    const free = name.startsWith('sending-') ? isOld(name) : day <= today
    return name === 'pending.jsonl' || (claimed !== undefined && free) ? [[name, Number(length), day]] : []
  })
}

/** Reads the files of a claim. */
export function readMembers(folder: Folder, members: readonly Found[]): Member[] {
  return members.map(([name, length, day]) => [folder.read(name) ?? '', length, day])
}

function carryOut(folder: Folder, name: string): void {
  const [batches, renames] = parseJson<Plan>(folder.read(name)) ?? [[], []]
  for (const [id, body] of batches) folder.write(`batch-${id}.json`, body)
  for (const [from, to] of renames) {
    if (to) folder.move(from, to)
    else folder.remove(from)
  }
  folder.remove(name)
}
