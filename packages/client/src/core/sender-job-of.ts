import { periodOf } from '@plainsight/contract/identity'
import { ENVIRONMENT, isExternalId, normalEvent } from '@plainsight/contract/judge'
import { isDue } from '../sender/due.ts'
import { isUrgent } from '../sender/is-urgent.ts'
import type { EventShape, RequestData, SenderJob, SenderMemory, SinkJob } from '../sender/sender-job.ts'
import { parseJson } from '../sender/parse-json.ts'
import { DAY_MS, dayOf } from './day.ts'
import { hasFinished } from './has-finished.ts'
import { machineSecret } from './identity-file.ts'
import { readLowering } from './lowering.ts'
import { newClaim } from './new-claim.ts'
import type { Session } from './session.ts'
import { isData, shownAddress, soundHeaders, type Sink } from './sink.ts'
import { sinkFiles, sinkFolders, sinksOf } from './sink-list.ts'
import type { StateFiles } from './state-files.ts'
import { tidyState } from './tidy-state.ts'

/** Days whose lines may still leave, and the two on either side that clocks may add. */
const DAYS = 34
/** Batches of one attempt and place (protocol.md, Due). */
const MOST_BATCHES = 5

/** What a sender is wanted for. */
export interface JobWish {
  /** Time between attempts of one day, ms; Infinity for one a day, absent where what waits is sent whatever was tried today. */
  readonly interval?: number
  /** Something waits that leaves before its day is over. */
  readonly urgent?: boolean
  /** Whether the collector and sinks that are data are sent, and sinks that are functions. */
  readonly data: boolean
  readonly functions: boolean
  /** Told which request is which sink's, for those that this process must send itself. */
  readonly own?: Map<SenderJob['request'], Sink>
}

/**
 * Puts the state folder in order and writes down what a sender is told.
 * @returns undefined where nothing may be sent now: nothing is due, consent, read again, says no, the maintainer has stopped this
 *   version, or a sender is at work
 */
export function senderJobOf(
  session: Session,
  files: StateFiles,
  wish: JobWish = { data: true, functions: true },
): SenderJob | undefined {
  const { clock, endpoint, product, watch, world } = session
  const { disk } = world
  const witness = [files.settings, ...watch.loweringFiles()].map(
    (path) => [path, disk.read(path, 'latin1') ?? null] as const,
  )
  const isLowered = witness.slice(1).some(([, text]) => text !== null && readLowering(text) !== undefined)
  session.obey()
  if (watch.consent.state !== 'on' || isLowered) return undefined
  const memory = tidyState(session, files)
  if (memory === undefined || memory.stop === product) return undefined
  for (const folder of sinkFolders(disk, files)) tidyState(session, folder)
  const now = clock()
  const wants = (known: SenderMemory): boolean =>
    known.stop !== product &&
    (wish.interval === undefined ||
      isDue(known, now, product, wish.interval) ||
      (wish.urgent === true && isUrgent(known, now, product)))
  const sinks = sinksOf(session).filter((sink) => hasFolder(session, sinkFiles(files, sink.name)))
  const due = sinks.flatMap((sink): SinkJob[] => {
    if (!(isData(sink) ? wish.data : wish.functions)) return []
    const known = disk.read(sinkFiles(files, sink.name).sender, 'latin1')
    return wants(memoryIn(known)) ? [sinkJob(sink, known, files, wish.own)] : []
  })
  const isMain = (endpoint === undefined || wish.data) && wants(memory)
  if (!isMain && due.length === 0) return undefined
  const { next, ...rest } = memory
  const text = JSON.stringify(rest)
  disk.write(files.sender, text, 'latin1')
  return {
    ...claimShape(session, files, next),
    ahead: now - world.realNow(),
    now,
    product,
    request: requestTo(`${(endpoint ?? 'http://nowhere').replace(/\/+$/, '')}/v1/batches`),
    to: endpoint ?? '',
    witness: witness.map(([path, told]) => [world.relative(files, path), told]),
    memory: text,
    most: isMain && endpoint !== undefined ? MOST_BATCHES : 0,
    places: [...(endpoint === undefined ? [] : ['']), ...sinks.map(({ name }) => placeOf(files, name))],
    sinks: due,
  }
}

/** Whether a detached sender has anything to do: the finished things of a place whose time has come. A look, that writes nothing. */
export function isAnyPlaceDue(session: Session, files: StateFiles): boolean {
  const { clock, product, world } = session
  const { disk } = world
  const now = clock()
  const isOver = (place: StateFiles): boolean => hasFinished(disk, place, dayOf(now))
  const finished = isOver(files)
  const isDueAt = (place: StateFiles): boolean =>
    isDue(memoryIn(disk.read(place.sender, 'latin1')), now, product, Infinity) && (finished || isOver(place))
  return isDueAt(files) || sinksOf(session).some((sink) => isData(sink) && isDueAt(sinkFiles(files, sink.name)))
}

function memoryIn(text: string | undefined): SenderMemory {
  return parseJson<SenderMemory>(text) ?? {}
}

// Made by writing what its senders remember: nothing. A sink that can have none is passed over, and the others are not.
function hasFolder({ world: { disk }, fault }: Session, place: StateFiles): boolean {
  try {
    if (disk.look(place.sender) === undefined) disk.write(place.sender, '{}')
    return true
  } catch (error) {
    fault(error)
    return false
  }
}

function sinkJob(sink: Sink, known: string | undefined, files: StateFiles, own: JobWish['own']): SinkJob {
  const request =
    sink.kind === 'http' ? requestTo(sink.url, isData(sink) ? soundHeaders(sink.headers) : {}) : requestTo()
  if (!isData(sink)) own?.set(request, sink)
  return {
    path: placeOf(files, sink.name),
    request,
    to: sink.kind === 'http' ? shownAddress(sink.url) : sink.name,
    memory: known ?? null,
    most: MOST_BATCHES,
    witness: [],
    sinks: [],
  }
}

// The folder of a sink as the sender sees it from the state folder.
function placeOf(files: StateFiles, name: string): string {
  return sinkFiles(files, name).at('').slice(files.at('').length)
}
/** The part of a job that decides what batches look like. Makes the machine's secret where an event needs one. */
export function claimShape(
  { contract, clock, watch, world }: Session,
  files: StateFiles | undefined,
  next: string | undefined,
): Pick<SenderJob, 'claim' | 'contract' | 'events' | 'periods' | 'presence'> {
  const events: { [name: string]: EventShape } = {}
  const periods: { [scope: string]: { [day: string]: string } } = {}
  for (const name in contract.events) {
    const { identity, link, context, privacy, uses } = normalEvent(contract, name, contract.events[name]!)
    const externals = Object.keys(uses).filter((field) => {
      const declared = contract.fields[field]
      return declared !== undefined && privacy !== 'sensitive' && isExternalId(declared)
    })
    events[name] = [identity, link, context, externals]
    if (identity === 'none' || identity === 'run' || periods[identity] !== undefined) continue
    const days: { [day: string]: string } = (periods[identity] = {})
    for (let back = -2; back < DAYS; back++) {
      const day = dayOf(clock() - back * DAY_MS)
      days[day] = periodOf(identity, day) ?? ''
    }
  }
  // A context value alone is of nobody, and nothing goes with it.
  if (contract.environment !== undefined) events[ENVIRONMENT] = ['none', '', [], []]
  const lasting = Object.keys(periods).length > 0 && !watch.consent.tagged
  if (lasting && files !== undefined) machineSecret(world.disk, files.identity, () => world.random(32))
  const by = contract.presence === false ? undefined : contract.presence?.by
  return {
    contract: contract.name,
    claim: next ?? newClaim(world.random),
    presence: by === undefined ? [] : [by],
    periods,
    events,
  }
}

/** A request as data. */
function requestTo(
  address = 'http://nowhere',
  headers: { readonly [name: string]: string } = {},
): SenderJob['request'] {
  const url = new URL(address)
  const options: RequestData = {
    method: 'POST',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    setDefaultHeaders: false,
    headers: { host: url.host, 'content-type': 'application/json', 'user-agent': 'plainsight/1', ...headers },
  }
  return [url.protocol === 'https:' ? 'https' : 'http', options]
}
