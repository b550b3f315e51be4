import type { Contract } from '@plainsight/contract'
import { isDue } from '../sender/due.ts'
import { parseJson } from '../sender/parse-json.ts'
import type { SenderMemory } from '../sender/sender-job.ts'
import { createConsentWatch, type ConsentWatch } from './consent-watch.ts'
import { DAY_MS, dayOf, dayStart } from './day.ts'
import { isTruthy, variableStem } from './env-words.ts'
import { createJournal, type Journal, type Row, type Subject } from './journal.ts'
import { agreedOther, linesOf } from './keep-rows.ts'
import type { RareRules } from './rare-rules.ts'
import { hasFinished } from './has-finished.ts'
import type { Sink } from './sink.ts'
import { createSpanSet, type Outcome, type SpanSet } from './span.ts'
import type { StateFiles } from './state-files.ts'
import type { FlushResult, SendWay, TelemetryOptions } from './telemetry-types.ts'
import type { SendOccasion, World } from './world.ts'

/** Settings are looked at when this many ms have passed since the last look (protocol.md, Consent). */
const LOOK_EVERY = 250
/** Calls between two looks of a process that is off by its settings: it may be on again, and must cost nothing until then. */
const CALLS_BETWEEN = 256
/**
 * Records after which a process reads the other clock: reading Node's first loads it, which costs a short command a millisecond; each
 * look at the real one takes 16 bytes of heap.
 */
const FEW = 256
/** A process that lives keeps what it counted after this many ms. */
const KEEP_EVERY = 60_000
/** What leaves before its day is over is kept, and sent, after this many ms, so that one request takes all of a moment. */
const HURRY = 10_000
/** A spool is folded each time it has grown by this, bytes. */
const FOLD_EVERY = 65_536
/** Rows that wait for a disk that cannot be written; more are given up. */
const MOST_HELD = 2_000

/** One process's counting: what the public calls are made of. */
export interface Session {
  readonly contract: Contract
  readonly options: TelemetryOptions
  readonly world: World
  readonly source: string
  /** The product's version, or `*`. */
  readonly product: string
  /** The stem of the product's variables. */
  readonly stem: string
  readonly endpoint: string | undefined
  /** Where batches go besides, as the host gave it; may change while the process runs. */
  sinks: readonly Sink[]
  readonly files: StateFiles | undefined
  readonly watch: ConsentWatch
  readonly spans: SpanSet
  readonly way: SendWay
  /** Something was kept that leaves before its day is over. */
  urgent: boolean
  clock(): number
  /** The journal, and whatever counting needs begun; undefined where nothing is counted now. */
  enter(): Journal | undefined
  /** The journal for a bound counter, which may count before anybody looks again; undefined where nothing ever will be. */
  bindable(): Journal | undefined
  record(name: string, values: unknown): void
  changeSubject(change: (subject: Subject) => Subject): void
  /** Reports a fault of our own; the host sees it nowhere else. */
  fault(error: unknown): void
  /** Looks at the settings and does as they say. */
  obey(): void
  /** Keeps what was counted; what may not be kept is forgotten. */
  keep(): void
  /** Sends from this process. Never rejects. */
  send(occasion: SendOccasion): Promise<FlushResult>
  /** What senders remember. */
  memory(): SenderMemory
  /** Counts nothing from now on. */
  silence(): void
}

/** Begins a session. Off by the environment it touches nothing, now or later. */
export function createSession(contract: Contract, options: TelemetryOptions, world: World): Session {
  const { env, disk } = world
  const stem = variableStem(contract.name)
  // Where the user has said whose collector it is nothing goes elsewhere, however they misspelt it.
  const own = env[`${stem}_ENDPOINT`]
  const told = own || options.endpoint
  const endpoint = told?.startsWith('https://') || told?.startsWith('http://') ? told : undefined
  const clock = options.clock ?? Date.now
  const isReal = options.clock === undefined
  const watch = createConsentWatch({
    stem,
    world,
    destination: endpoint !== undefined || (options.sinks !== undefined && !own),
    disabledByOption: options.enabled === false,
    preset: contract.consent.preset,
    ciTagged: contract.ci === 'tagged',
    hostConsent: options.hostConsent,
    migrateFrom: options.migrateFrom,
    clock,
  })
  const { files } = watch
  const debug = isTruthy(env[`${stem}_DEBUG`])
  // A simulated clock need not move.
  const lookClock = isReal ? clock : world.tick
  const tick = world.tick
  let subject: Subject = { context: options.context ?? {}, ids: {} }
  let journal: Journal | undefined
  let rare: RareRules | undefined
  let silent = watch.closed && !debug
  let counting = isCounting()
  let begun = false
  let looked = lookClock()
  let skipped = 0
  let dayBegins = 0
  let dayEnds = 0
  let made = 0
  let many = false
  // The time of the record that is being made. Of many records the clock is read anew after each look (0 says so): such a record says
  // when it was to LOOK_EVERY. In an array, because a number that is handed on would be heap, too.
  const moment = new Float64Array(1)
  let held: Row[] = []
  let remembered: SenderMemory = {}
  const takeBack: (() => void)[] = []

  const session: Session = {
    contract,
    options,
    world,
    source: options.source ?? contract.sources[0] ?? '',
    product: options.productVersion ?? '*',
    stem,
    endpoint,
    sinks: options.sinks ?? [],
    files,
    watch,
    spans: createSpanSet(world.tick, record, fault),
    get way() {
      // Where no plain Node can be started, a host that asked for one gets what is possible instead.
      const { send = 'detached' } = options
      return send === 'detached' ? world.defaultWay() : send
    },
    urgent: false,
    clock,
    enter() {
      if (silent) return undefined
      look(many ? tick() : lookClock())
      return counting ? journalAt(clock()) : undefined
    },
    bindable: () => (silent || (watch.consent.state === 'off' && !debug) ? undefined : journalAt(clock())),
    record,
    changeSubject(change) {
      subject = change(subject)
      journal?.setSubject(subject)
    },
    fault,
    obey: () => look(many ? tick() : lookClock()),
    keep,
    send,
    memory,
    silence() {
      silent = true
      forget()
      for (const undo of takeBack) undo()
    },
  }
  return session

  // In debug everything is counted, in memory, and printed in the place of being kept.
  function isCounting(): boolean {
    return debug || watch.consent.state === 'on' || watch.consent.state === 'local'
  }

  function record(name: string, values: unknown): void {
    if (silent) return
    try {
      if (counting || watch.consent.state === 'undecided') {
        const at = many ? tick() : lookClock()
        if (at - looked >= LOOK_EVERY || at < looked) look(at)
      } else if (++skipped % CALLS_BETWEEN === 0) look(many ? tick() : lookClock())
      if (!counting) return
      if (!many || !isReal || moment[0] === 0) moment[0] = clock()
      if (++made === FEW) many = true
      const now = moment[0]!
      if (journal === undefined || !begun || now < dayBegins || now >= dayEnds) journal = journalAt(now)
      journal.record(name, values)
    } catch (error) {
      fault(error)
    }
  }

  function look(tick: number): void {
    looked = tick
    moment[0] = 0
    // Nothing that was counted while it was off or undecided is ever kept, and nothing from before: settings that are others may
    // say the same as when they were last read, and off may have stood between.
    const changed = watch.look()
    counting = isCounting()
    if (changed) forget()
  }

  function forget(): void {
    held = []
    journal?.clear()
  }

  function journalAt(now: number): Journal {
    if (journal === undefined || now < dayBegins || now >= dayEnds) {
      const day = dayOf(now)
      dayBegins = dayStart(day)
      dayEnds = dayBegins + DAY_MS
      if (journal === undefined) journal = makeJournal(day)
      else journal.turn(day)
    }
    if (counting && !begun) begin()
    return journal
  }

  function makeJournal(day: string): Journal {
    const ports = {
      contract,
      source: session.source,
      agreed: agreedOther(contract, watch.settings, world.control, clock())?.version ?? contract.version,
      control: world.control,
      rare: () => (rare ??= world.control()?.createRareRules(session, debug)),
      disabledEvents: options.tenant?.disabledEvents ?? [],
      mask: options.mask,
      tagged: watch.consent.tagged,
      hurry() {
        if (takeBack.length < 3) keepLater(HURRY, 2)
      },
      moment,
    }
    return createJournal(ports, day, subject)
  }

  // What counting needs of the process: its end, its signals, a timer. Made at the first record and not before.
  function begin(): void {
    begun = true
    takeBack.push(world.onLeave({ leave, signals: options.signals !== false }))
    keepLater(KEEP_EVERY, 1)
    if (session.way === 'await' || session.sinks.length > 0) world.onIdleEnd(part)
  }

  // Keeps in a while: each minute, and sooner what is in a hurry.
  function keepLater(ms: number, place: 1 | 2): void {
    takeBack[place] = world.later(ms, () => {
      try {
        if (place > 1) takeBack.length = 2
        else if (!silent) keepLater(ms, place)
        keep()
        if (session.way === 'idle') void send('idle')
        // A command that takes its time hands over what is finished while it runs, too.
        else handOver()
      } catch (error) {
        fault(error)
      }
    })
  }

  // What only this process can send is sent before it ends.
  function part(): void {
    keep()
    void send('parting')
  }

  function leave(outcome: Outcome): void {
    try {
      session.spans.endAll(outcome)
      keep()
      handOver()
    } catch (error) {
      fault(error)
    }
  }

  function keep(): void {
    if (silent || journal === undefined) return
    let rows: Row[] = []
    try {
      look(many ? tick() : lookClock())
      if (!counting) return
      if (debug) {
        world.complain(world.control()?.debugText(session, journal.drain()) ?? '')
        return
      }
      if (files === undefined || (remembered = memory()).stop === session.product) return forget()
      rows = [...held, ...journal.drain()]
      if (remembered.stops !== undefined)
        rows = world.control()?.withoutStopped(rows, remembered, session.product) ?? rows
      held = []
      write(files, rows)
    } catch (error) {
      if (rows.length <= MOST_HELD) held = rows
      fault(error)
    }
  }

  function write(place: StateFiles, rows: Row[]): void {
    const { consent } = watch
    const local = consent.state === 'local'
    if (rows.length === 0) return
    // The day's first record makes presence rows; later ones need no more than a look at whose day it is.
    if ((contract.presence !== false || contract.environment) && !consent.tagged && !local) {
      const known = disk.read(place.presence)
      const today = dayOf(clock())
      if (known?.includes(`"day":"${today}"`) !== true)
        world.control()?.addPresence(disk, place.presence, rows, session)
    }
    const text = linesOf(session, place, rows)
    session.urgent ||= text.includes('"now":1')
    const size = disk.append(local ? place.local : place.pending, text)
    rare?.keep()
    // Who passes the mark folds, and nobody else: a spool that stays large is not folded by every process.
    const before = size - Buffer.byteLength(text)
    if (Math.floor(before / FOLD_EVERY) !== Math.floor(size / FOLD_EVERY)) {
      const control = world.control()
      const today = dayOf(clock())
      if (local) control?.foldLocal(disk, place, today)
      else control?.foldSpool(disk, place, today, world.realNow(), world.random)
    }
    // Off may have come while this was written: then it never was.
    look(many ? tick() : lookClock())
    if (watch.settings?.choice === 'off') world.control()?.removeUnsent(disk, place)
  }

  function handOver(): void {
    if (silent || debug || files === undefined || watch.consent.state !== 'on' || session.way !== 'detached') return
    const isNow = isDue(remembered, clock(), session.product, Infinity) && hasFinished(disk, files, dayOf(clock()))
    if (isNow || session.urgent || session.sinks.length > 0) world.startSender(session, files)
  }

  async function send(occasion: SendOccasion): Promise<FlushResult> {
    try {
      const sent = await world.sendHere(session, occasion)
      if (sent !== undefined) return sent
    } catch (error) {
      fault(error)
    }
    return { taken: 0, dropped: 0, left: 0 }
  }

  function memory(): SenderMemory {
    return (files === undefined ? undefined : parseJson<SenderMemory>(disk.read(files.sender))) ?? {}
  }

  function fault(error: unknown): void {
    try {
      // One that is asynchronous may fail later, and the host is not to end of it.
      void Promise.resolve(options.onError?.(error)).catch(() => {})
    } catch {
      // A handler that throws has no one to tell.
    }
  }
}
