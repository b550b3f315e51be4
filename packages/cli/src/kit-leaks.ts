import { findCanaries, type Canary } from './kit-canaries.ts'
import { filesBelow, kitMachine, type KitMachine } from './kit-machine.ts'
import { furnishPrivate, privateThings, type PrivateThings } from './kit-private.ts'
import { kitRecorder, type KitRecorder } from './kit-recorder.ts'
import type { KitFinding, KitResult, KitStep } from './kit-report.ts'
import { letDayPass, stateFolders, untilQuiet } from './kit-state.ts'
import { isAllowed, movable, type KitSubject } from './kit-subject.ts'
import { deedsOf, traceable } from './kit-trace.ts'

interface Running {
  readonly subject: KitSubject
  readonly machine: KitMachine
  readonly recorder: KitRecorder
  readonly things: PrivateThings
  readonly project: string
  readonly command: readonly string[]
}

/**
 * Runs a command with telemetry on, on a machine where everything private is made up, and looks for it in every byte that telemetry
 * keeps and sends: spool, wire, receipts, what it prints for debugging, and what it says to other places.
 */
export async function kitLeaks(subject: KitSubject): Promise<KitResult> {
  const { contract } = subject
  const tracing = traceable()
  const unseen = tracing.can ? [] : [`what was said to other places was not seen: ${tracing.why}.`]
  const recorder = await kitRecorder()
  const things = privateThings()
  const own = { [`${subject.stem}_ENDPOINT`]: recorder.url, [subject.stem]: '1', ...things.env, ...subject.env }
  const machine = kitMachine(things.home, own, tracing.can, subject.limitMs)
  const steps: KitStep[] = []
  try {
    const project = furnishPrivate(things, machine.folder, machine.home)
    const command = movable(subject.command, subject.cwd).map((word) =>
      Object.entries(things.words).reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), word),
    )
    const running: Running = { subject, machine, recorder, things, project, command }
    steps.push(...(await record(running, unseen)))
    // Where a spool was is where receipts will be, also when the spool is gone.
    const states = stateFolders(machine.home)
    steps.push(...(await deliver(running, states, unseen)))
    steps.push(...searchFiles(running, states))
  } finally {
    machine.remove()
    await recorder.close()
  }
  return { test: 'leaks', contract: `${contract.name} ${contract.version}`, command: subject.command, steps, unseen }
}

// As it is; with a path as an argument; with an option nobody knows: errors are where private things like to be.
async function record(running: Running, unseen: string[]): Promise<KitStep[]> {
  const { subject, machine, things, project, command } = running
  const steps: KitStep[] = []
  const { '{path}': path = '', '{word}': word = '', '{token}': token = '' } = things.words
  const variants: [string, readonly string[]][] = [
    ['as it is', []],
    ['with a path', [path]],
    ['with an unknown option', [`--${word}=${token}`]],
  ]
  for (const [name, more] of variants) {
    const run = await machine.run({ command: [...command, ...more], cwd: project, env: {} })
    if (run.late) unseen.push(`${name}: it did not end within ${subject.limitMs / 1000} s.`)
    if (run.code === null && run.stdout === '' && !run.late)
      unseen.push(`it could not be started (${run.stderr.split('\n')[0]}).`)
    steps.push({ name: `runs ${name}`, findings: elsewhere(running, run.trace) })
  }
  const states = stateFolders(machine.home)
  if (states.length === 0)
    unseen.push(
      'with telemetry on the command recorded nothing, so there was nothing to search. Take a command that is counted.',
    )
  const spool = states.flatMap((state) => [...filesBelow(state)])
  steps.push({
    name: 'spool',
    findings: findingsIn(spool, things.canaries),
    note: `${sizeOf(spool)} searched, nothing`,
  })
  steps.push(await debug(running))
  return steps
}

// What it prints when it is asked to print what would leave, less what it prints anyway.
async function debug({ subject, machine, things, project, command }: Running): Promise<KitStep> {
  const { stem } = subject
  const plain = await machine.run({ command, cwd: project, env: { [stem]: '0' } })
  const run = await machine.run({ command, cwd: project, env: { [`${stem}_DEBUG`]: '1' } })
  const usual = new Set(plain.stderr.split('\n'))
  const said = run.stderr.split('\n').filter((line) => !usual.has(line))
  return {
    name: 'standard error',
    findings: findingsIn([['what it prints for debugging', said.join('\n')]], things.canaries),
    note: `${Buffer.byteLength(said.join('\n'))} bytes searched, nothing`,
  }
}

async function deliver(running: Running, states: readonly string[], unseen: string[]): Promise<KitStep[]> {
  const { machine, recorder, things, project, command } = running
  const steps: KitStep[] = []
  for (const state of states) letDayPass(state)
  const run = await machine.run({ command, cwd: project, env: {} })
  await untilQuiet(machine.home)
  steps.push({ name: 'runs a day later', findings: elsewhere(running, run.trace) })
  const requests = recorder.requests()
  if (!requests.some(({ head }) => head.startsWith('POST /v1/batches')))
    unseen.push('no batch arrived on the next day, so the wire was not searched.')
  // The address it was sent to is the kit's own.
  const wire = requests.map(({ head, body }, i): [string, string] => [
    `request ${i + 1} (${head.split('\r\n')[0]?.split(' ').slice(0, 2).join(' ').slice(0, 60)})`,
    head + body,
  ])
  steps.push({
    name: 'wire',
    findings: findingsIn(wire, things.canaries),
    note: `${wire.length === 1 ? '1 request' : `${wire.length} requests`}, ${sizeOf(wire)} searched, nothing`,
  })
  return steps
}

function searchFiles({ machine, things, subject }: Running, states: readonly string[]): KitStep[] {
  const receipts = states.flatMap((state) => [...filesBelow(state)])
  // What a command writes for itself may well hold a path; it is named with --allow.
  const others = [...filesBelow(machine.home)].filter(
    ([name]) =>
      name !== '.gitconfig' &&
      !states.some((state) => `${machine.home}/${name}`.startsWith(state)) &&
      !isAllowed(`~/${name}`, subject.allowed),
  )
  return [
    {
      name: 'receipts, and all of its state',
      findings: findingsIn(receipts, things.canaries),
      note: `${sizeOf(receipts)} searched, nothing`,
    },
    {
      name: 'other files of the home',
      findings: findingsIn(others, things.canaries),
      note: `${sizeOf(others)} searched, nothing`,
    },
  ]
}

function findingsIn(
  texts: readonly (readonly [name: string, text: string])[],
  canaries: readonly Canary[],
): KitFinding[] {
  const found = new Map<string, KitFinding>()
  for (const [name, text] of texts)
    for (const { canary, writing } of findCanaries(text, canaries)) {
      const sentence = `${canary.what} is in ${name.replace(/[0-9a-f-]{20,}/g, '…')}${writing === 'as it is' ? '' : `, ${writing}`}`
      found.set(sentence, { kind: 'leak', subject: canary.what, sentence })
    }
  return [...found.values()]
}

// Whom it spoke to besides the endpoint: what was said there cannot be read, or was read in the trace.
function elsewhere({ subject, recorder, project, things }: Running, trace: string | undefined): KitFinding[] {
  if (trace === undefined) return []
  const said = findingsIn(
    [
      [
        'what was sent over a socket',
        trace
          .split('\n')
          .filter((line) => /\bsend(?:to|msg|mmsg)\(/.test(line))
          .join('\n'),
      ],
    ],
    things.canaries,
  )
  const deeds = deedsOf(trace, project, () => false).filter(
    ({ kind, subject: what }) =>
      (kind === 'connection' || kind === 'look-up') &&
      what !== recorder.address &&
      what !== 'socket' &&
      !isAllowed(what, subject.allowed),
  )
  return [
    ...deeds.map((deed) => ({ ...deed, sentence: `${deed.sentence}: what it says there cannot be read` })),
    ...said,
  ]
}

function sizeOf(texts: readonly (readonly [string, string])[]): string {
  const bytes = texts.reduce((sum, [, text]) => sum + text.length, 0)
  return `${bytes} bytes`
}
