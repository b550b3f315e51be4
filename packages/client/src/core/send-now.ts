import type { PostAnswer } from '../sender/post-batch.ts'
import { FINAL, runSender, waitingBatches } from '../sender/run-sender.ts'
import type { SenderJob } from '../sender/sender-job.ts'
import type { SenderPorts } from '../sender/sender-ports.ts'
import { senderJobOf } from './sender-job-of.ts'
import type { Session } from './session.ts'
import { soundHeaders, type OutgoingBatch, type Sink } from './sink.ts'
import { sinkFolders } from './sink-list.ts'
import type { StateFiles } from './state-files.ts'
import type { FlushResult } from './telemetry-types.ts'
import { folderOf } from './tidy-state.ts'
import type { SendOccasion } from './world.ts'

/** Between two sends of a process that lives: 6 h, give or take a quarter, so that a fleet does not send at once; ms. */
const SEND_EVERY = 21_600_000
/** Time for a send of a process that is idle, and of one that is ending, ms (protocol.md, Due). */
const IDLE_LIMIT = 5_000
const PARTING_LIMIT = 300
/** Attempts of one flush: after a batch that was too large its halves are sent too. */
const MOST_ATTEMPTS = 8

/** What a send of this process may ask of the outside. */
export type SendPorts = Pick<SenderPorts, 'fs' | 'path' | 'pause' | 'post'>

// The pace of a process is its own and stays: drawn anew each minute, the shortest of all draws would be what counts.
const paces = new WeakMap<Session, number>()
// One send after another: whoever closes waits for the request that is under way.
const turns = new WeakMap<Session, Promise<unknown>>()

/**
 * Sends from this process. Never around consent: it is asked again before each request. A send that is under way is waited for, inside
 * the time of this one.
 */
export function sendNow(
  session: Session,
  files: StateFiles,
  occasion: SendOccasion,
  ports: SendPorts,
): Promise<FlushResult> {
  const limit = typeof occasion === 'number' ? occasion : occasion === 'idle' ? IDLE_LIMIT : PARTING_LIMIT
  const end = Date.now() + limit
  const turn = (turns.get(session) ?? Promise.resolve()).then(() => sendUntil(session, files, occasion, end, ports))
  turns.set(
    session,
    turn.catch(() => {}),
  )
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve(resultOf(session, files, [])), Math.min(limit, 0x7fff_ffff) + 100)
    turn.then(resolve, reject).finally(() => clearTimeout(late))
  })
}

async function sendUntil(
  session: Session,
  files: StateFiles,
  occasion: SendOccasion,
  end: number,
  ports: SendPorts,
): Promise<FlushResult> {
  const { clock, watch, world, urgent, way } = session
  const statuses: number[] = []
  const isFlush = typeof occasion === 'number'
  const own = new Map<SenderJob['request'], Sink>()
  let pace = paces.get(session)
  if (pace === undefined) paces.set(session, (pace = SEND_EVERY * (0.75 + world.chance() / 2)))
  const wish = {
    ...(isFlush ? {} : { interval: occasion === 'idle' ? pace : Infinity, urgent }),
    // What a detached sender can take is left to it, unless the host wants to know what came of it.
    data: isFlush || way !== 'detached',
    functions: true,
    own,
  }
  for (let attempt = 0; attempt < MOST_ATTEMPTS && end > Date.now(); attempt++) {
    const job = senderJobOf(session, files, wish)
    if (job === undefined) break
    session.urgent = false
    const answers = await runSender(
      job,
      {
        ...ports,
        now: clock,
        // Who parts has no time to wait for writers as long as others do. What one of them adds behind is claimed with the next.
        pause: (ms) => ports.pause(occasion === 'parting' ? ms / 5 : ms),
        post(request, body, rest) {
          const sink = own.get(request)
          return sink === undefined
            ? ports.post(request, body, rest)
            : postToSink(session, sink, request, body, rest, ports)
        },
        hostAllows() {
          session.obey()
          return watch.consent.state === 'on'
        },
      },
      end - Date.now(),
    )
    statuses.push(...answers)
    if (!isFlush || !answers.includes(413)) break
  }
  return resultOf(session, files, statuses)
}

function resultOf({ world: { disk } }: Session, files: StateFiles, statuses: readonly number[]): FlushResult {
  const places = [files, ...sinkFolders(disk, files)]
  return {
    taken: statuses.filter((status) => status > 199 && status < 300).length,
    dropped: statuses.filter((status) => status !== 413 && FINAL.includes(status)).length,
    left: places.reduce((left, place) => left + waitingBatches(folderOf(disk, place)).length, 0),
  }
}

// Whatever a sink of the host's does, it is an answer about this sink alone.
async function postToSink(
  session: Session,
  sink: Sink,
  request: SenderJob['request'],
  body: string,
  rest: number,
  { post }: SendPorts,
): Promise<PostAnswer> {
  const end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<PostAnswer>((resolve) => {
    timer = setTimeout(() => {
      end.abort()
      resolve([0, 0, ''])
    }, rest)
  })
  const answer = async (): Promise<PostAnswer> => {
    if (sink.kind === 'function') return answerOf(await sink.take(outgoing(body), end.signal))
    const [module, options] = request
    const { headers } = sink
    const more = soundHeaders(typeof headers === 'function' ? await headers() : headers)
    // Off may have come while the host looked for its headers.
    session.obey()
    if (session.watch.consent.state !== 'on') return [0, 0, '']
    return end.signal.aborted
      ? late
      : post([module, { ...options, headers: { ...options.headers, ...more } }], body, rest)
  }
  try {
    return await Promise.race([answer(), late])
  } catch (error) {
    session.fault(error)
    try {
      // One that is asynchronous may fail later, and the host is not to end of it.
      const heard: unknown = sink.onError?.(error)
      if (heard instanceof Promise) heard.catch(() => {})
    } catch {
      // A handler that throws has no one to tell.
    }
    return [0, 0, '']
  } finally {
    clearTimeout(timer)
  }
}

function outgoing(binary: string): OutgoingBatch {
  const text = Buffer.from(binary, 'latin1').toString('utf8')
  const body = JSON.parse(text) as OutgoingBatch['body'] & { batch: string; day: string }
  return { batch: body.batch, day: body.day, text, body }
}

function answerOf(answer: unknown): PostAnswer {
  const { status, waitMs, text } = (typeof answer === 'object' && answer !== null ? answer : { status: answer }) as {
    status?: unknown
    waitMs?: unknown
    text?: unknown
  }
  return [
    status === undefined ? 200 : Number.isInteger(status) ? (status as number) : 0,
    typeof waitMs === 'number' && waitMs > 0 ? waitMs : 0,
    typeof text === 'string' ? text.slice(0, 2_048) : '',
  ]
}
