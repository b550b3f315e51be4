import type { Contract } from '@plainsight/contract'
import { takeRareGates, type WireRecord } from '@plainsight/contract/judge'
import { stateFiles } from '../core/state-files.ts'
import { makeTelemetry } from '../core/telemetry.ts'
import type { Telemetry, TelemetryOptions } from '../core/telemetry-types.ts'
import type { World } from '../core/world.ts'
import { loadControl } from '../node/load-control.ts'
import { createNodeDisk } from '../node/node-disk.ts'
import { probe } from '../node/probes.ts'
import { createMemoryFs } from './memory-fs.ts'

/** A clock that a test moves. */
export interface TestClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Sets it to a time: milliseconds, or a text such as `2026-11-19T10:00Z`. */
  set(time: number | string): void
  /** Moves it on by milliseconds. */
  advance(ms: number): void
}

/** Where a test's batches go. */
export interface TestSink {
  /** The status it answers with; 0 for no answer at all. 200 at first. */
  status: number
  /** What it says besides, such as which records it refused. */
  text: string
  /** The exact bodies of every request, answered or not. */
  readonly received: readonly string[]
}

/** A telemetry in memory, for the tests of a host: nothing of the machine is read or written, and nothing leaves. */
export interface TestTelemetry<C extends Contract> extends Telemetry<C> {
  /** Everything that was counted and not yet delivered, as it would stand on the wire. */
  readonly records: readonly WireRecord[]
  /** The batches that the sink took. */
  readonly batches: readonly { readonly day: string; readonly events: readonly WireRecord[] }[]
  readonly clock: TestClock
  readonly sink: TestSink
}

/** How a test telemetry differs from one in the field. */
export interface TestOptions extends Omit<TelemetryOptions, 'clock' | 'send' | 'stateDir'> {
  /** The stored choice it begins with; default `on`, and `undecided` for none. */
  readonly consent?: 'on' | 'off' | 'local' | 'undecided'
  /** The contract version that the stored choice is for; default: the contract's own. */
  readonly agreed?: string
}

/**
 * Makes a telemetry in memory: the same calls and the same rules, a clock to set and a sink to fail. The environment is empty
 * unless one is given, so that the test runner does not switch it off.
 */
export function createTestTelemetry<const C extends Contract>(
  contract: C,
  options: TestOptions = {},
): TestTelemetry<C> {
  // What a process seldom needs lies beside the node door, and is taken from there.
  const control = loadControl()
  if (control === undefined) throw new Error('The file node-control.cjs of @plainsight/client cannot be loaded.')
  takeRareGates(control.rareGate)
  let time = Date.UTC(2026, 10, 19, 10)
  const clock: TestClock = {
    now: () => time,
    set(to) {
      time = typeof to === 'number' ? to : Date.parse(to)
    },
    advance(ms) {
      time += ms
    },
  }
  const received: string[] = []
  const taken: string[] = []
  const sink = { status: 200, text: '', received }
  const { fs } = createMemoryFs(clock.now)
  const disk = createNodeDisk(fs, 1)
  const files = stateFiles('/state', '/')
  const { consent = 'on' } = options
  if (consent !== 'undecided') {
    const digest = control.digestOf(contract)
    disk.write(
      files.settings,
      control.settingsText({
        choice: consent,
        how: 'test',
        day: '2026-11-19',
        version: options.agreed ?? contract.version,
        digest,
      }),
    )
  }
  // What a process that lives does each minute.
  let keepNow = (): void => {}
  const world: World = {
    env: options.env ?? {},
    argv: [],
    disk,
    files: () => files,
    policyPath: () => '/policy.json',
    projectPath: () => undefined,
    project: () => undefined,
    relative: (_, path) => path.slice('/state/'.length),
    realNow: clock.now,
    tick: () => performance.now(),
    probe: (name) =>
      probe(
        name,
        {},
        { platform: 'linux', arch: 'x64', versions: { node: '24.0.0' } },
        options.productVersion,
        () => '6.1.0',
        () => undefined,
      ),
    random: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
    chance: Math.random,
    control: () => control,
    isTerminal: () => false,
    complain: () => {},
    defaultWay: () => 'inherit',
    onLeave: () => () => {},
    onIdleEnd: () => {},
    later(ms, act) {
      if (ms > 0) keepNow = act
      return () => {}
    },
    startSender: () => {},
    command: async (session, calls, name, given, output) => {
      const { runCommand } = await import('../command/run-command.ts')
      return runCommand(session, calls, name, given, output, {
        // What a collector says that took a request: nobody is really asked.
        post: () => Promise.resolve([sink.status === 200 ? 202 : sink.status, 0, '{"request":"test"}']),
        ask: () => Promise.resolve(undefined),
        isInteractive: () => false,
      })
    },
    reportError: (...given) => control.reportError(...given),
    sendHere: (session, occasion) =>
      control.sendNow(session, files, occasion, {
        fs,
        path: '/state/',
        pause: () => Promise.resolve(),
        post(_, body) {
          const text = Buffer.from(body, 'latin1').toString('utf8')
          received.push(text)
          if (isTaken(sink.status)) taken.push(text)
          return Promise.resolve([sink.status, 0, sink.text])
        },
      }),
  }
  const telemetry = makeTelemetry(contract, { endpoint: 'https://telemetry.test', ...options, clock: clock.now }, world)
  const parsed = (bodies: readonly string[]): { day: string; events: WireRecord[] }[] =>
    bodies.map((body) => JSON.parse(body))
  return {
    ...telemetry,
    clock,
    sink,
    get records() {
      keepNow()
      const { batches, unfinished } = telemetry.preview()
      return parsed([...batches, ...unfinished]).flatMap(({ events }) => events)
    },
    get batches() {
      return parsed(taken)
    },
  }
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300
}
