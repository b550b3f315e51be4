import { claimSpool } from './claim-spool.ts'
import { isDue } from './due.ts'
import { openFolder, type Folder } from './folder.ts'
import { keepReceipt } from './keep-receipt.ts'
import { parseJson } from './parse-json.ts'
import type { SenderJob, SenderMemory } from './sender-job.ts'
import type { SenderPorts } from './sender-ports.ts'

/** What came of an attempt: batches taken, dropped, and waiting for another time. */
export type SendResult = readonly [taken: number, dropped: number, left: number]

/** Batches of one attempt (protocol.md, Due). */
const MOST_BATCHES = 5
const DAY = 86_400_000
/** How long a batch is tried, ms. */
const LONGEST = 30 * DAY
/** A lock older than this has nobody, ms: a sender ends within 5 s. */
const STALE_LOCK = 30_000
/** First back-off, ms; it doubles up to a day. */
const BACK_OFF = 3_600_000
/** Answers that will never be another. */
const NEVER: readonly number[] = [400, 403, 404, 405, 411, 415, 422]

/**
 * One attempt: claims what is finished, sends what is there, keeps receipts. One at a time per product. Never rejects.
 * @param interval time between attempts of one day, ms; Infinity for one a day; 0 tries whatever was tried before
 * @param limit time for all of it, ms
 */
export async function runSender(
  job: SenderJob,
  ports: SenderPorts,
  interval: number,
  limit: number,
): Promise<SendResult> {
  const { fs, path, now, uuid, uuidOf, hostAllows, post } = ports
  const folder = openFolder(fs, path)
  const end = Date.now() + limit
  const mayGoOn = (): boolean => hostAllows() && allows(folder, job)
  let taken = 0
  let dropped = 0
  let left = 0
  let locked = false
  try {
    const memory: SenderMemory = parseJson(folder.read('sender.json')) ?? {}
    if (!mayGoOn() || memory.stop === job.product || (interval > 0 && !isDue(memory, now(), job.product, interval)))
      return [0, 0, 0]
    if (Math.abs(Date.now() - folder.look('sender.lock')[1]) > STALE_LOCK) folder.remove('sender.lock')
    locked = folder.create('sender.lock', '')
    if (!locked) return [0, 0, 0]
    const today = new Date(now()).toISOString().slice(0, 10)
    const drift = new Set(memory.drift)
    for (const [name, , day] of waiting(folder)) {
      if (now() - Date.parse(day) <= LONGEST) continue
      drift.add('["undeclared","*","expired"]')
      folder.remove(name)
    }
    // The name that was shown beforehand is used once.
    const claim = memory.next ?? uuid()
    delete memory.next
    folder.write('sender.json', JSON.stringify(memory))
    await claimSpool(folder, ports, job, claim, today, drift, mayGoOn)
    const queue = waiting(folder)
    let answered = queue.length === 0
    for (let sent = 0; queue.length > 0 && sent < MOST_BATCHES && end - Date.now() > 50 && mayGoOn(); sent++) {
      const [name, id, day, body] = queue.shift()!
      const [status, wait, answer] = await post(job.endpoint, body, end - Date.now())
      const later = status < 200 || (status > 299 && status !== 410 && status !== 413 && !NEVER.includes(status))
      memory.status = status
      if (status > 0)
        keepReceipt(
          folder,
          { at: new Date(now()).toISOString(), to: job.endpoint, batch: id, day, status, answer },
          later ? '' : body,
        )
      if (later) {
        const pause = memory.wait ?? BACK_OFF
        memory.until = now() + (wait ?? pause)
        memory.wait = Math.min(2 * pause, DAY)
        break
      }
      answered = true
      if (status === 413) queue.unshift(...halve(folder, body, uuidOf, drift))
      folder.remove(name)
      if (status < 300) taken++
      else if (status !== 413) dropped++
      if (status === 410) {
        memory.stop = job.product
        break
      }
      delete memory.wait
    }
    left = waiting(folder).length
    if (answered) Object.assign(memory, { day: today, at: now() })
    // Off while this ran: what it wrote after everything was removed goes too.
    if (mayGoOn()) folder.write('sender.json', JSON.stringify({ ...memory, left, drift: [...drift] }))
    else if (/"choice":\s*"off"/.test(folder.read('settings.json') ?? ''))
      for (const name of folder.names())
        if (/^(?:batch|cut|sending|read|identity|sender\.json)/.test(name)) folder.remove(name)
  } catch {
    // A disk that is full or gone: what was not done is done another time.
  }
  if (locked) folder.remove('sender.lock')
  return [taken, dropped, left]
}

/** A batch file: its name, its id, its day, its exact bytes. */
type Waiting = readonly [name: string, id: string, day: string, body: string]

function waiting(folder: Folder): Waiting[] {
  return folder
    .names()
    .flatMap((name): Waiting[] => {
      const body = name.startsWith('batch-') ? folder.read(name) : undefined
      const day = /"day":"([\d-]{10})"/.exec(body ?? '')?.[1]
      return day === undefined ? [] : [[name, name.slice(6, 42), day, body!]]
    })
    .sort((a, b) => (a[2] + a[1] < b[2] + b[1] ? -1 : 1))
}

// Two halves under new ids, which follow from the old one: halving twice is halving once.
function halve(folder: Folder, body: string, uuidOf: (text: string) => string, drift: Set<string>): Waiting[] {
  const batch = JSON.parse(body) as { batch: string; day: string; events: unknown[]; drift?: unknown }
  const { length } = batch.events
  if (length < 2) {
    drift.add('["undeclared","*","over-limit"]')
    return []
  }
  return [0, 1].map((half) => {
    const id = uuidOf(`plainsight-batch/1\n${batch.batch}\n${half}`)
    const events = batch.events.slice(half * Math.ceil(length / 2), (half + 1) * Math.ceil(length / 2))
    const text = JSON.stringify({ ...batch, batch: id, events, drift: half === 0 ? batch.drift : undefined })
    folder.write(`batch-${id}.json`, text)
    return [`batch-${id}.json`, id, batch.day, text]
  })
}

// Consent, read again: nothing that lies on the disk now may say anything but yes.
function allows(folder: Folder, { lowering, env }: SenderJob): boolean {
  for (const file of lowering) {
    const text = folder.read(file)
    if (text !== undefined && !/"telemetry"\s*:\s*"on"/.test(text)) return false
  }
  const text = folder.read('settings.json')
  if (text === undefined) return env && folder.look('settings.json')[1] === 0
  const { format, choice, notice } =
    parseJson<{ format: number; choice?: string; notice?: { followed?: boolean } }>(text) ?? {}
  return format === 1 && (choice ?? (env || notice?.followed ? 'on' : '')) === 'on'
}
