import { claimIds } from './claim-ids.ts'
import { claimSpool } from './claim-spool.ts'
import { openFolder, OPTIONS, type Folder } from './folder.ts'
import { stringify } from './json-words.ts'
import { parseJson } from './parse-json.ts'
import type { SenderJob, SenderMemory } from './sender-job.ts'
import type { SenderPorts } from './sender-ports.ts'

/** First back-off, ms; it doubles up to a day. */
const BACK_OFF = 3_600_000
const LONGEST_BACK_OFF = 86_400_000
/** Longest wait that a collector may ask for, ms. */
const LONGEST_WAIT = 604_800_000
/** Answers beside 2xx that are the last word on a batch, and 413, after which it is another. */
export const FINAL: readonly number[] = [400, 403, 404, 405, 410, 411, 413, 415, 422]

/**
 * One attempt: claims what is finished, sends what is there, keeps receipts. One at a time per place, and none when another was
 * here since the job was written. What goes elsewhere too is sent at the same time, each place by itself: none waits for another.
 * Whether it is due is the caller's to know. Never rejects.
 * @param limit time for all of it, ms
 * @returns the status of each request, 0 for one without an answer
 */
export async function runSender(job: SenderJob, ports: SenderPorts, limit: number): Promise<number[]> {
  const { fs, path, now, pause, post, hostAllows } = ports
  const folder = openFolder(fs, path)
  const [read, write, move, remove] = folder
  const end = Date.now() + limit
  const rest = (): number => end - Date.now()
  const mayGoOn = (): boolean =>
    (!hostAllows || hostAllows()) && job.witness.every(([name, text]) => (read(name) ?? null) === text)
  const statuses: number[] = []
  let elsewhere: Promise<number[]>[] = []
  let locked = false
  try {
    // One at a time: a lock that has stood for long was taken away by whoever wrote the job.
    fs.writeFileSync(`${path}sender.lock`, '', { ...OPTIONS, flag: 'wx' })
    locked = true
    const told = read('sender.json')
    if (mayGoOn() && (told ?? null) === job.memory) {
      const memory: SenderMemory = parseJson(told) ?? {}
      const drift = new Set(memory.drift)
      const time = (): string => new Date(now()).toISOString()
      const today = time().slice(0, 10)
      const answered = (): void => {
        memory.day = today
        memory.at = now()
        memory.wait = 0
      }
      await claimSpool(folder, job, claimIds(job, read('identity.json')), today, drift, pause, mayGoOn)
      elsewhere = job.sinks.map((sink) =>
        runSender({ ...job, ...sink }, { ...ports, path: path + sink.path, hostAllows: mayGoOn }, rest()),
      )
      const queue = waitingBatches(folder)
      let left = queue.length
      if (!left) answered()
      for (const [day, batch, body] of queue.slice(0, job.most)) {
        if (rest() < 50 || !mayGoOn()) break
        const [status, wait, answer] = await post(job.request, body, rest())
        const isLater = (status < 200 || status > 299) && !FINAL.includes(status)
        // The bytes of a batch that waits stand in its own file.
        const receipt = { at: time(), to: job.to, batch, day, status, answer, body: isLater ? undefined : body }
        if (status) fs.appendFileSync(`${path}receipts.jsonl`, `${stringify(receipt)}\n`, OPTIONS)
        statuses.push((memory.status = status))
        if (isLater) {
          const backOff = memory.wait || BACK_OFF
          memory.until = now() + Math.min(wait > 0 ? wait : backOff, LONGEST_WAIT)
          memory.wait = Math.min(2 * backOff, LONGEST_BACK_OFF)
          break
        }
        answered()
        // Too large: whoever writes the next job makes halves of it.
        if (status === 413) move(`batch-${batch}.json`, `large-${batch}.json`)
        else if (left--) remove(`batch-${batch}.json`)
        if (status === 410) {
          memory.stop = job.product
          break
        }
      }
      if (mayGoOn()) write('sender.json', stringify({ ...memory, left, drift: [...drift] }))
    }
  } catch {
    // A disk that is full or gone: what was not done is done another time.
  }
  if (locked) remove('sender.lock')
  for (const more of elsewhere) statuses.push(...(await more))
  return statuses
}

/** The batches that wait, oldest day first: their day, their id, their exact bytes. */
export function waitingBatches([read, , , , names]: Folder): [day: string, id: string, body: string][] {
  // By their days, which stand first.
  // eslint-disable-next-line typescript/require-array-sort-compare
  return names()
    .flatMap((name): [string, string, string][] => {
      const body = name.startsWith('batch') && read(name)
      const day = /"day":"(.{10})"/.exec(body as string)
      return day ? [[day[1]!, name.slice(6, 42), body as string]] : []
    })
    .sort()
}
