import type { Contract } from '@plainsight/contract'
import { isDue } from '../sender/due.ts'
import { parseJson } from '../sender/parse-json.ts'
import type { SenderJob, SenderMemory } from '../sender/sender-job.ts'
import { createConsentWatch, type ConsentWatch } from './consent-watch.ts'
import { DAY_MS, dayOf, dayStart } from './day.ts'
import { isTruthy, variableStem } from './env-words.ts'
import { removeUnsent } from './forget-unsent.ts'
import { machineSecret } from './identity-file.ts'
import { createJournal, type Journal, type Row, type Subject } from './journal.ts'
import { agreedContract, keepRows } from './keep-rows.ts'
import { repeatMemory } from './repeat-memory.ts'
import { senderJobOf } from './sender-job-of.ts'
import { createSpanSet, type Outcome, type SpanSet } from './span.ts'
import type { StateFiles } from './state-files.ts'
import type { SendWay, TelemetryOptions } from './telemetry-types.ts'
import type { World } from './world.ts'

/** Settings are looked at when this many ms have passed since the last look (protocol.md, Consent). */
const LOOK_EVERY = 250
/** Calls between two looks of a process that is off by its settings: it may be on again, and must cost nothing until then. */
const CALLS_BETWEEN = 256
/** A process that lives keeps what it counted after this many ms. */
const KEEP_EVERY = 60_000
/** Rows that wait for a disk that cannot be written; more are given up. */
const MOST_HELD = 2_000
/** Between two sends of a process that lives: 6 h, give or take a quarter, so that a fleet does not send at once; ms. */
const SEND_EVERY = 21_600_000
/** Time for the send of a process that is ending, ms (protocol.md, Due). */
const PARTING_LIMIT = 300
/** Time for a send of a process that is idle, ms. */
const IDLE_LIMIT = 5_000

/** One process's counting: what the public calls are made of. */
export interface Session {
  readonly contract: Contract
  readonly options: TelemetryOptions
  readonly world: World
  /** The stem of the product's variables. */
  readonly stem: string
  readonly endpoint: string | undefined
  readonly files: StateFiles | undefined
  readonly watch: ConsentWatch
  readonly spans: SpanSet
  clock(): number
  /** The journal, and whatever counting needs begun; undefined where nothing is counted now. */
  enter(): Journal | undefined
  /** The journal for a bound counter, which may count before anybody looks again. */
  bindable(): Journal | undefined
  record(name: string, values: unknown): void
  changeSubject(change: (subject: Subject) => Subject): void
  /** Reports a fault of our own; the host sees it nowhere else. */
  fault(error: unknown): void
  /** Looks at the settings and does as they say. */
  obey(): void
  /** Keeps what was counted; what may not be kept is forgotten. */
  keep(): void
  /** What a sender is told. */
  job(): SenderJob
  memory(): SenderMemory
  /** Counts nothing from now on. */
  silence(): void
}

/** Begins a session. Off by the environment it touches nothing, now or later. */
export function createSession(contract: Contract, options: TelemetryOptions, world: World): Session {
  const { env, disk } = world
  const stem = variableStem(contract.name)
  const own = env[`${stem}_ENDPOINT`]
  const endpoint = [own, options.endpoint].find((text) => text !== undefined && /^https?:\/\/./.test(text))
  const clock = options.clock ?? Date.now
  const isReal = options.clock === undefined
  const watch = createConsentWatch({
    stem,
    world,
    destination: endpoint !== undefined,
    disabledByOption: options.enabled === false,
    preset: contract.consent.preset,
    ciTagged: contract.ci === 'tagged',
    hostConsent: options.hostConsent,
    clock,
  })
  const { files } = watch
  const debug = isTruthy(env[`${stem}_DEBUG`])
  const source = options.source ?? contract.sources[0] ?? ''
  const repeats = files === undefined ? undefined : repeatMemory(disk, files.once)
  let subject: Subject = { context: options.context ?? {}, ids: {} }
  let journal: Journal | undefined
  let silent = watch.closed
  let counting = isCounting()
  let begun = false
  // Its own clock may be a simulated one, which need not move.
  const lookClock = isReal ? clock : world.tick
  let looked = lookClock()
  let skipped = 0
  let dayBegins = 0
  let dayEnds = 0
  let held: Row[] = []
  let runKey: Uint8Array | undefined
  let runShare: number | undefined
  let sending = false
  let takeBack: (() => void)[] = []

  const spans = createSpanSet(world.tick, record)

  function isCounting(): boolean {
    return watch.consent.state === 'on' || watch.consent.state === 'local'
  }

  function record(name: string, values: unknown): void {
    if (silent) return
    try {
      const now = clock()
      const tick = isReal ? now : lookClock()
      if (counting || watch.consent.state === 'undecided') {
        if (tick - looked >= LOOK_EVERY || tick < looked) look(tick)
      } else if (++skipped % CALLS_BETWEEN === 0) look(tick)
      if (!counting) return
      journalAt(now).record(name, values, now)
    } catch (error) {
      fault(error)
    }
  }

  function look(tick: number): void {
    looked = tick
    watch.look()
    const was = counting
    counting = isCounting()
    // Nothing that was counted while it was off or undecided is ever kept.
    if (was !== counting) forget()
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
    if (!begun) begin()
    return journal
  }

  function makeJournal(day: string): Journal {
    const { settings } = watch
    const agreed = agreedContract(contract, settings, () => '').version
    return createJournal(
      {
        contract,
        source,
        agreed,
        tagged: watch.consent.tagged,
        secret: () => (files === undefined ? undefined : machineSecret(disk, files.identity, () => world.random(32))),
        runKey: () => (runKey ??= world.random(32)),
        runShare: () => (runShare ??= world.chance()),
        chance: world.chance,
        isRepeated: (key, period) => repeats?.isRepeated(key, period) ?? false,
        disabledEvents: new Set(options.tenant?.disabledEvents),
        rates: options.tenant?.sampling ?? {},
      },
      day,
      subject,
    )
  }

  // What counting needs of the process: its end, its signals, a timer. Made at the first record and not before.
  function begin(): void {
    begun = true
    takeBack.push(world.onLeave({ leave, signals: options.signals !== false }))
    tickLater()
    if (wayOf() === 'await') world.onIdleEnd(() => void send(0, PARTING_LIMIT))
  }

  function tickLater(): void {
    takeBack.push(
      world.later(KEEP_EVERY, () => {
        keep()
        if (wayOf() === 'idle') void send(SEND_EVERY * (0.75 + world.chance() / 2), IDLE_LIMIT)
        takeBack = takeBack.slice(0, 1)
        if (!silent) tickLater()
      }),
    )
  }

  function wayOf(): SendWay {
    return options.send ?? world.defaultWay()
  }

  function leave(outcome: Outcome): void {
    try {
      spans.endAll(outcome)
      keep()
      handOver()
    } catch (error) {
      fault(error)
    }
  }

  function keep(): void {
    if (silent || journal === undefined) return
    try {
      look(lookClock())
      if (!counting || files === undefined) return
      if (memory().stop === product()) return forget()
      const rows = [...held, ...journal.drain()]
      held = []
      try {
        const { settings, consent } = watch
        keepRows(
          { contract, source, disk, files, probe: world.probe },
          rows,
          settings,
          consent.tagged,
          consent.state === 'local',
        )
        repeats?.keep()
      } catch (error) {
        if (rows.length <= MOST_HELD) held = rows
        throw error
      }
      // Off may have come while this was written: then it never was.
      look(lookClock())
      if (watch.settings?.choice === 'off') removeUnsent(disk, files)
    } catch (error) {
      fault(error)
    }
  }

  function handOver(): void {
    if (files === undefined || watch.consent.state !== 'on' || wayOf() !== 'detached') return
    const now = clock()
    if (!isDue(memory(), now, product(), Infinity) || !hasFinished(now)) return
    // One that was just started will do: it has not had the time to say so.
    const job = disk.look(files.job)
    if (job !== undefined && Math.abs(Date.now() - job.changed) < IDLE_LIMIT) {
      const before = parseJson<SenderJob>(disk.read(files.job))?.now ?? 0
      if (dayOf(before) === dayOf(now)) return
    }
    disk.write(files.job, JSON.stringify(sessionJob()))
    world.startSender(files)
  }

  // Whether anything may leave: a look at names, and at the first line that has a day.
  function hasFinished(now: number): boolean {
    if (files === undefined) return false
    if (disk.list(files.folder).some((name) => /^(?:batch|cut|read|sending)-/.test(name))) return true
    const day = /"d":"([\d-]{10})"/.exec(disk.read(files.pending) ?? '')?.[1]
    return day !== undefined && day < dayOf(now)
  }

  async function send(interval: number, limit: number): Promise<void> {
    if (
      sending ||
      files === undefined ||
      watch.consent.state !== 'on' ||
      !isDue(memory(), clock(), product(), interval)
    )
      return
    sending = true
    try {
      await world.sendHere(sessionJob(), files, clock, hostAllows, interval, limit)
    } catch (error) {
      fault(error)
    }
    sending = false
  }

  function hostAllows(): boolean {
    look(lookClock())
    return watch.consent.state === 'on'
  }

  function product(): string {
    return options.productVersion ?? '*'
  }

  function memory(): SenderMemory {
    return (files === undefined ? undefined : parseJson<SenderMemory>(disk.read(files.sender))) ?? {}
  }

  function sessionJob(): SenderJob {
    return senderJobOf(contract, {
      endpoint: endpoint ?? '',
      product: product(),
      env: watch.consent.decider === 'on-variable',
      lowering: watch.loweringFiles(),
      now: clock(),
    })
  }

  function fault(error: unknown): void {
    try {
      options.onError?.(error)
    } catch {
      // A handler that throws has no one to tell.
    }
  }

  return {
    contract,
    options,
    world,
    stem,
    endpoint,
    files,
    watch,
    spans,
    clock,
    enter() {
      if (silent) return undefined
      look(lookClock())
      return counting ? journalAt(clock()) : undefined
    },
    bindable: () => (silent ? undefined : journalAt(clock())),
    record,
    changeSubject(change) {
      subject = change(subject)
      journal?.setSubject(subject)
    },
    fault,
    obey: () => look(lookClock()),
    keep,
    job: sessionJob,
    memory,
    silence() {
      silent = true
      forget()
      for (const undo of takeBack) undo()
    },
  }
}
