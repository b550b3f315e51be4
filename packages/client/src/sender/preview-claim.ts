import { findMembers, readMembers } from './claim-spool.ts'
import { cutBatches } from './cut-batches.ts'
import { foldLines } from './fold-lines.ts'
import { openFolder } from './folder.ts'
import { parseJson } from './parse-json.ts'
import type { SenderJob, SenderMemory } from './sender-job.ts'
import type { SenderPorts } from './sender-ports.ts'

/** A day after every other. */
const NEVER = '9999-12-31'

/**
 * The exact bodies that the next send would post, and those that would follow when today is over. Nothing is claimed; the name of
 * the next claim is noted, so that batches have the ids they were shown with.
 */
export function previewClaim(
  job: SenderJob,
  { fs, path, now, uuid, uuidOf, idOf }: SenderPorts,
): { readonly batches: readonly string[]; readonly unfinished: readonly string[] } {
  const folder = openFolder(fs, path)
  const memory = parseJson<SenderMemory>(folder.read('sender.json')) ?? {}
  const today = new Date(now()).toISOString().slice(0, 10)
  const waiting = folder
    .names()
    .filter((name) => name.startsWith('batch-'))
    .map((name) => folder.read(name) ?? '')
  const members = readMembers(
    folder,
    findMembers(folder, today, () => false),
  )
  const claim = memory.next ?? uuid()
  const idOfBatch = (index: number): string => uuidOf(`plainsight-batch/1\n${claim}\n${index}`)
  const drift = new Set(memory.drift)
  const [groups] = foldLines(members, today, drift)
  const first = groups.values().next().value
  for (const triple of drift) first?.[3].add(triple)
  const fresh = cutBatches(groups, job, idOf, idOfBatch)
  const later = new Map([...foldLines(members, NEVER, new Set())[0]].filter(([, [, day]]) => day >= today))
  const unfinished = cutBatches(later, job, idOf, idOfBatch)
  if (fresh.length > 0 && memory.next === undefined)
    folder.write('sender.json', JSON.stringify({ ...memory, next: claim }))
  return {
    batches: [...waiting, ...fresh.map(([, body]) => body)].map(fromBytes),
    unfinished: unfinished.map(([, body]) => fromBytes(body)),
  }
}

function fromBytes(body: string): string {
  return Buffer.from(body, 'latin1').toString('utf8')
}
