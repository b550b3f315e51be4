import { CI_PROVIDERS, findMark, TEST_RUNNERS } from './automation.ts'
import { resolveConsent, type Consent, type Evidence } from './consent.ts'
import { isTruthy, readSwitch } from './env-words.ts'
import type { OlderState } from './older-state.ts'
import { isNoticed, parseSettings, type Settings, type SettingsReading } from './settings.ts'
import type { StateFiles } from './state-files.ts'
import type { World } from './world.ts'

/** What a watch may ask of the outside. */
export interface WatchPorts {
  /** The stem of the product's variables, `ACME_TELEMETRY`. */
  readonly stem: string
  readonly world: Pick<World, 'argv' | 'control' | 'disk' | 'env' | 'files' | 'policyPath' | 'projectPath'>
  readonly destination: boolean
  readonly disabledByOption: boolean
  readonly preset: Evidence['preset']
  readonly ciTagged: boolean
  readonly hostConsent: (() => 'on' | 'off' | 'unknown') | undefined
  readonly migrateFrom: readonly OlderState[] | undefined
  clock(): number
}

/** Consent as it stands, kept current while a process lives. */
export interface ConsentWatch {
  readonly consent: Consent
  readonly settings: Settings | undefined
  /** Whether this process can never count: off by its environment, its arguments or its host's options. */
  readonly closed: boolean
  /** The state folder's files; undefined where there is no place, and where nothing may be touched. */
  readonly files: StateFiles | undefined
  /** Looks again, at the cost of one stat when nothing changed. Gives true when the state or the settings are others than before. */
  look(): boolean
  /** Files whose word lowers the answer; a sender reads them again. */
  loweringFiles(): string[]
}

/** Starts to watch. Where the environment alone says off, nothing of the disk is touched. */
export function createConsentWatch(ports: WatchPorts): ConsentWatch {
  const { stem, world } = ports
  const { env, disk } = world
  let reading: SettingsReading = { kind: 'none' }
  let stamp = ''
  let policyPath: string | undefined
  let projectPath: string | undefined
  const evidence: { -readonly [key in keyof Evidence]: Evidence[key] } = {
    destination: ports.destination,
    doNotTrack: isTruthy(env.DO_NOT_TRACK),
    disabledVariable: isTruthy(env[`${stem}_DISABLED`]),
    variable: readSwitch(env[stem]),
    flag: hasFlag(world.argv),
    disabledByOption: ports.disabledByOption,
    policy: undefined,
    stored: undefined,
    project: undefined,
    hostOff: false,
    parent: undefined,
    automation: undefined,
    ciTagged: ports.ciTagged,
    preset: ports.preset,
    noticed: false,
  }
  const watch = {
    consent: resolveConsent(evidence),
    settings: undefined as Settings | undefined,
    closed: false,
    files: undefined as StateFiles | undefined,
    look,
    loweringFiles: () => [policyPath, projectPath].filter((path) => path !== undefined),
  }
  // What the tool that started this one says for it. A decision that is inherited can only lower.
  const [, told] = ` ${env.PLAINSIGHT_PARENT}`.split(` ${stem}=`)
  if (told !== undefined && !told.startsWith('on')) evidence.parent = told.startsWith('local') ? 'local' : 'off'
  // Rows 1–3, 8 and a parent's do not change while a process lives.
  if (watch.consent.state !== 'off') {
    if (findMark(CI_PROVIDERS, env)) evidence.automation = 'ci'
    if (findMark(TEST_RUNNERS, env)) evidence.automation = 'test-runner'
    watch.consent = resolveConsent(evidence)
  }
  watch.closed = watch.consent.state === 'off'
  if (!watch.closed) {
    watch.files = world.files()
    policyPath = world.policyPath()
    evidence.policy = lowered(policyPath)
    projectPath = world.projectPath()
    if (projectPath !== undefined) evidence.project = lowered(projectPath)
    readSettings()
    watch.consent = resolveConsent(evidence)
  }
  return watch

  function look(): boolean {
    if (watch.closed) return false
    const before = watch.consent
    const stamped = stamp
    readSettings()
    watch.consent = resolveConsent(evidence)
    return watch.consent.state !== before.state || stamp !== stamped
  }

  function readSettings(): void {
    evidence.hostOff = isHostOff(ports.hostConsent)
    if (watch.files !== undefined) {
      const path = watch.files.settings
      const now = stampOf(path)
      if (now !== stamp) {
        stamp = now
        reading = readReading(path)
        watch.settings = reading.kind === 'read' ? reading.settings : undefined
      }
    }
    evidence.stored =
      reading.kind === 'read' ? reading.settings.choice : reading.kind === 'none' ? undefined : reading.kind
    evidence.noticed = isNoticed(watch.settings, ports.clock())
  }

  // Few machines have such a file. One that cannot be read says off, like one that cannot be understood.
  function lowered(path: string): 'off' | 'local' | undefined {
    try {
      const text = disk.read(path)
      const control = text === undefined ? undefined : world.control()
      return text === undefined ? undefined : control === undefined ? 'off' : control.readLowering(text)
    } catch {
      return 'off'
    }
  }

  function stampOf(path: string): string {
    try {
      const { ino, size, mtimeMs } = disk.look(path) ?? {}
      return `${ino} ${size} ${mtimeMs}`
    } catch {
      return 'unreadable'
    }
  }

  function readReading(path: string): SettingsReading {
    try {
      const text = disk.read(path)
      if (text !== undefined) return parseSettings(text)
      // While it cannot be asked what an older tool was told, that is off.
      const { migrateFrom: older } = ports
      return older === undefined
        ? { kind: 'none' }
        : (world.control()?.migrateChoice(older, world, path, ports.clock()) ?? { kind: 'damaged' })
    } catch {
      return { kind: 'damaged' }
    }
  }
}

function isHostOff(ask: WatchPorts['hostConsent']): boolean {
  if (ask === undefined) return false
  try {
    // Anything else, such as a promise, is no answer: it may be a no.
    const said = ask()
    return said !== 'on' && said !== 'unknown'
  } catch {
    return true
  }
}

/** Whether `--no-telemetry` is among the arguments; what stands behind `--` belongs to somebody else. */
export function hasFlag(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const at = argv.indexOf('--no-telemetry')
  return at >= 0 && (end < 0 || at < end)
}
