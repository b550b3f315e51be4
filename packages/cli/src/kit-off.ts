import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { filesBelow, kitMachine, type KitMachine, type KitRun } from './kit-machine.ts'
import { kitRecorder, type KitRecorder } from './kit-recorder.ts'
import type { KitFinding, KitResult, KitStep } from './kit-report.ts'
import { letDayPass, stateFolders, untilQuiet } from './kit-state.ts'
import { isAllowed, movable, storedChoice, type KitSubject } from './kit-subject.ts'
import { deedsOf, traceable } from './kit-trace.ts'
import { waysOff, type WayOff } from './kit-ways.ts'

/** The ids of every way that can be left out. */
export const WAY_IDS: readonly string[] = [
  'do-not-track',
  'disabled',
  'zero',
  'word',
  'flag',
  'stored',
  'damaged',
  'project',
  'ci',
  'test',
  'undecided',
]

/** A machine on which a finished day waits to be sent, as the command itself left it. */
interface Seed {
  /** The state folder, as a path below the home. */
  readonly state: string
  /** The spool, of yesterday. Nothing else is brought along: what is made once would not be made again. */
  readonly spool: string
}

/**
 * Runs a command once with each way to say off, on a machine on which a finished day waits to be sent, and looks for anything that
 * telemetry could have done: a connection, a look-up, a child, a file, an id of the machine. First it runs with telemetry on: what is
 * not seen then would not be seen later either, and the test says so instead of passing.
 */
export async function kitOff(subject: KitSubject): Promise<KitResult> {
  const { contract, command } = subject
  const tracing = traceable()
  const unseen = tracing.can ? [] : [`connections, look-ups and children were not seen: ${tracing.why}.`]
  const recorder = await kitRecorder()
  const first = kitMachine('home', ownVariables(subject, recorder), tracing.can, subject.limitMs)
  const steps: KitStep[] = []
  try {
    const on = await compare(subject, first, recorder)
    steps.push(on.step)
    unseen.push(...on.unseen)
    if (on.seed !== undefined)
      for (const way of waysOff(contract, subject.stem)) {
        if (subject.without.includes(way.id)) continue
        const tried = await tryWay(subject, way, on.seed, recorder, on.code, tracing.can)
        steps.push(tried.step)
        unseen.push(...tried.unseen)
      }
  } finally {
    first.remove()
    await recorder.close()
  }
  return { test: 'off', contract: `${contract.name} ${contract.version}`, command, steps, unseen }
}

function ownVariables({ stem, env }: KitSubject, { url }: KitRecorder): { readonly [name: string]: string } {
  return { [`${stem}_ENDPOINT`]: url, ...env }
}

// With telemetry on: it has to be seen that something is kept, and on the next day that something leaves.
async function compare(
  { command, cwd, stem, limitMs }: KitSubject,
  machine: KitMachine,
  recorder: KitRecorder,
): Promise<{ step: KitStep; unseen: string[]; seed: Seed | undefined; code: number | null }> {
  const name = 'on, to compare'
  const setting = { command, cwd, env: { [stem]: '1' } }
  const counted = await machine.run(setting)
  if (counted.late || (counted.code === null && counted.stdout === ''))
    return {
      step: { name, findings: [], note: whyNot(counted, limitMs) },
      unseen: [`the command: ${whyNot(counted, limitMs)}.`],
      seed: undefined,
      code: null,
    }
  const state = stateFolders(machine.home)[0]
  if (state === undefined)
    return {
      step: { name, findings: [], note: `recorded nothing, and ended with ${counted.code}` },
      unseen: [
        `with ${stem}=1 the command recorded nothing, so that it is silent when off says nothing. Take a command that is counted.`,
      ],
      seed: undefined,
      code: counted.code,
    }
  letDayPass(state)
  const seed = { state: state.slice(machine.home.length + 1), spool: spoolOf(state) }
  const before = recorder.connections()
  const sent = await machine.run(setting)
  await untilQuiet(machine.home)
  const left = recorder.connections() > before
  const seen =
    sent.trace === undefined || deedsOf(sent.trace, cwd, () => false).some(({ kind }) => kind !== 'machine id')
  const unseen: string[] = []
  if (!left) unseen.push('with a finished day waiting nothing arrived, so that nothing arrives when off says nothing.')
  if (!seen) unseen.push('the trace showed neither a connection nor a child of the run that sent.')
  return {
    step: {
      name,
      findings: [],
      note: left ? 'kept what it counted, and sent it on the next day' : 'kept what it counted',
    },
    unseen,
    seed,
    code: counted.code,
  }
}

async function tryWay(
  subject: KitSubject,
  way: WayOff,
  seed: Seed,
  recorder: KitRecorder,
  wanted: number | null,
  traced: boolean,
): Promise<{ step: KitStep; unseen: string[] }> {
  const { contract, stem } = subject
  const machine = kitMachine('home', ownVariables(subject, recorder), traced, subject.limitMs)
  try {
    mkdirSync(join(machine.home, seed.state), { recursive: true })
    if (seed.spool !== '') writeFileSync(join(machine.home, seed.state, 'pending.jsonl'), seed.spool)
    // Where nobody was asked there is no yes; elsewhere one is stored, and one is in the environment where the way leaves room for it.
    if (way.alone === undefined)
      writeFileSync(join(machine.home, seed.state, 'settings.json'), way.settings ?? storedChoice(contract, 'on'))
    const project = way.project === undefined ? undefined : furnishProject(machine, contract.name, way.project)
    const before = filesBelow(machine.home)
    const connections = recorder.connections()
    const words = project === undefined ? subject.command : movable(subject.command, subject.cwd)
    const cwd = project ?? subject.cwd
    const yes = way.alone === true ? {} : { [stem]: '1' }
    const run = await machine.run({
      command: [...words, ...(way.word === undefined ? [] : [way.word])],
      cwd,
      env: { ...yes, ...way.env },
    })
    const findings = found(subject, machine, run, cwd)
    if (recorder.connections() > connections && !findings.some(({ kind }) => kind === 'connection'))
      findings.push({
        kind: 'connection',
        subject: recorder.address,
        sentence: 'speaks to the endpoint of the telemetry',
      })
    findings.push(...changed(before, filesBelow(machine.home), subject, findings))
    if (findings.length > 0) return { step: { name: way.name, findings }, unseen: [] }
    if (run.late || run.code !== wanted) {
      const why = run.late ? whyNot(run, subject.limitMs) : `it ended with ${run.code}, and with ${wanted} otherwise`
      return {
        step: { name: way.name, findings, note: `could not be tried: ${why}` },
        unseen: [`${way.name} could not be tried: ${why}. Leave it out with --without ${way.id}.`],
      }
    }
    return { step: { name: way.name, findings }, unseen: [] }
  } finally {
    machine.remove()
  }
}

function spoolOf(state: string): string {
  const path = join(state, 'pending.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function furnishProject(machine: KitMachine, name: string, text: string): string {
  const project = join(machine.folder, 'project')
  mkdirSync(join(project, `.${name}`), { recursive: true })
  writeFileSync(join(project, `.${name}`, 'telemetry.json'), text)
  writeFileSync(join(project, 'package.json'), '{"name":"project","private":true}\n')
  return project
}

function found(
  { contract, allowed, cwd: own }: KitSubject,
  machine: KitMachine,
  run: KitRun,
  cwd: string,
): KitFinding[] {
  if (run.trace === undefined) return []
  const real = homedir()
  const isWatched = (path: string): boolean => {
    if (path.startsWith(machine.home + sep) || path.startsWith(machine.temporary + sep)) return true
    if (path.startsWith(own + sep) || path === own || path.startsWith(cwd + sep)) return false
    // The real home and the real folder for temporary files, for those who do not ask the environment where they are.
    if (path.startsWith(real + sep) && path.includes(contract.name)) return true
    return path.startsWith(tmpdir() + sep) && !path.startsWith(machine.folder)
  }
  return deedsOf(run.trace, cwd, isWatched)
    .map((deed) => ({ ...deed, subject: atHome(deed.subject, machine), sentence: atHome(deed.sentence, machine) }))
    .filter(({ subject }) => !isAllowed(subject, allowed))
}

// The home is another one each time: what lies in it is named as its owner would.
function atHome(text: string, { home }: KitMachine): string {
  return text.replaceAll(home, '~')
}

// What a trace does not show where there is none: the same files with the same bytes as before.
function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  { allowed }: KitSubject,
  known: readonly KitFinding[],
): KitFinding[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name))
  return names.flatMap((name) => {
    const path = `~/${name}`
    if (isAllowed(path, allowed) || known.some(({ subject }) => subject === path)) return []
    const how = after.has(name) ? (before.has(name) ? 'changes' : 'writes') : 'removes'
    return [{ kind: 'file', subject: path, sentence: `${how} ${path}` }]
  })
}

function whyNot({ late, stderr }: KitRun, limitMs: number): string {
  return late ? `it did not end within ${limitMs / 1000} s` : `it could not be started (${stderr.split('\n')[0] ?? ''})`
}
