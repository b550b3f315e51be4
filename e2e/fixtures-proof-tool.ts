// A tool that is run as a real process against the built client: `proof-tool STEP…`, each step a word or `word:argument`.
import {
  bucket,
  choice,
  count,
  defineContract,
  duration,
  event,
  flag,
  hash,
  id,
  measure,
  rollup,
  version,
} from '@plainsight/client/contract'
import { watchErrors } from '@plainsight/client/errors'
import { createTelemetry } from '@plainsight/client/node'
import { writeFileSync } from 'node:fs'

const { PROOF_NAME, PROOF_NOW, PROOF_ENDPOINT, PROOF_WAY, PROOF_VERSION, PROOF_CI, PROOF_PRESET, PROOF_DIR } =
  process.env

/** One of every field type, as a counter's dimension, its measure, and an occurrence's field. */
const own = defineContract({
  name: PROOF_NAME ?? 'prooftool',
  version: '1.0.0',
  title: 'Proof tool',
  description: 'A tool that exists to be watched.',
  owners: ['@proof/tools'],
  docs: 'https://proof.example/telemetry',
  destinations: [{ name: 'a recorder', host: 'telemetry.proof.example', kind: 'plainsight' }],
  consent: { preset: (PROOF_PRESET ?? 'notice') as 'notice' },
  ...(PROOF_CI === 'tagged' ? { ci: 'tagged' as const } : {}),
  sources: ['cli'],
  context: ['os', 'arch', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    command: choice(['build', 'list', 'deploy'], 'Which command ran', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
    files: bucket([100, 1_000, 10_000], 'How many files'),
    cached: flag('Whether a cache was used'),
    runtime: version('What it ran on', { parts: 2 }),
    steps: count('How many steps', { max: 1_000 }),
    weight: measure('How heavy it was', { unit: 'kg', min: 0, max: 100, decimals: 1 }),
    project: hash('project', 'Which project, without its name'),
    team: id('org', 'The organisation'),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'To see which commands fail',
      readBy: ['chart:commands'],
      by: ['command', 'outcome'],
      measure: ['duration'],
    }),
    'runtime.seen': rollup({
      what: 'A runtime was seen',
      why: 'To know what to support',
      readBy: ['chart:runtimes'],
      by: { runtime: { need: 'required', cap: 5 }, cached: { need: 'optional' }, files: { need: 'optional' } },
      measure: ['weight', 'steps'],
    }),
    'project.indexed': event({
      what: 'A project was indexed',
      why: 'Size classes to tune for',
      readBy: ['chart:sizes'],
      identity: 'month',
      identityReason: 'To tell one large project from many',
      fields: {
        command: 'optional',
        files: 'optional',
        cached: 'optional',
        runtime: 'optional',
        steps: 'optional',
        weight: 'optional',
        duration: 'optional',
        project: 'optional',
        team: 'optional',
      },
    }),
  },
})

// Another contract may be pushed through, by its file.
const contract = (process.env.PROOF_CONTRACT === undefined
  ? own
  : ((await import(process.env.PROOF_CONTRACT)) as { default: unknown }).default) as unknown as typeof own

// A simulated clock: PROOF_NOW is when this process began, and time goes on from there.
let offset = PROOF_NOW === undefined ? 0 : Date.parse(PROOF_NOW) - Date.now()
let hostSays: 'on' | 'off' | 'unknown' = 'unknown'

function make(source?: string) {
  return createTelemetry(contract, {
    ...(source === undefined ? {} : { source }),
    productVersion: PROOF_VERSION ?? '3.1.4',
    ...(PROOF_ENDPOINT === undefined ? {} : { endpoint: PROOF_ENDPOINT }),
    ...(PROOF_WAY === undefined ? {} : { send: PROOF_WAY as 'detached' }),
    ...(PROOF_DIR === undefined ? {} : { stateDir: PROOF_DIR }),
    ...(process.env.PROOF_ENABLED === undefined ? {} : { enabled: process.env.PROOF_ENABLED === 'true' }),
    ...(process.env.PROOF_HOST === undefined ? {} : { hostConsent: () => hostSays }),
    ...(process.env.PROOF_ROOT === undefined
      ? {}
      : { errors: { root: process.env.PROOF_ROOT, manifest: { format: 1 as const, files: ['proof-tool.mjs'] } } }),
    ...(PROOF_NOW === undefined ? {} : { clock: () => Date.now() + offset }),
    ...(process.env.PROOF_SIGNALS === undefined ? {} : { signals: process.env.PROOF_SIGNALS === 'true' }),
    onError: (error: unknown) => {
      if (process.env.PROOF_ERRORS) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    },
  })
}

if (process.env.PROOF_HOST !== undefined) hostSays = process.env.PROOF_HOST as 'off'
const telemetry = make()
const say = (text: string): void => void process.stdout.write(`${text}\n`)
/** Anything at all is pushed into the calls: what does not fit must be left out, whatever its type. */
interface LooseTelemetry {
  record(name: unknown, values: unknown): void
  counter(name: unknown, values: unknown): { add(values?: unknown): void }
  span(name: unknown, values?: unknown): { annotate(values: unknown): void; end(outcome: unknown): void }
  identify(ids: unknown): void
  setContext(context: unknown): void
  reportError(error: unknown, details: unknown): void
}

const steps: { [word: string]: (argument: string) => unknown } = {
  count(argument) {
    for (let i = 0; i < Number(argument || 1); i++)
      telemetry.record('command.completed', { command: 'build', outcome: 'ok', duration: 100 })
  },
  bound(argument) {
    const hits = telemetry.counter('command.completed', { command: 'list', outcome: 'ok' })
    for (let i = 0; i < Number(argument || 1); i++) hits.add()
  },
  index(argument) {
    for (let i = 0; i < Number(argument || 1); i++) telemetry.record('project.indexed', { files: 42, cached: true })
  },
  span: () => telemetry.span('command.completed', { command: 'deploy' }),
  on: () => telemetry.setConsent('on', { by: 'command' }),
  errorsOn: () => telemetry.setConsent('on', { by: 'command', channel: 'errors' }),
  off: () => telemetry.setConsent('off', { by: 'command' }),
  local: () => telemetry.setConsent('local', { by: 'command' }),
  status: () => say(JSON.stringify(telemetry.status())),
  async show() {
    say(JSON.stringify(await Promise.resolve(telemetry.preview())))
  },
  async flush(argument) {
    say(JSON.stringify(await telemetry.flush(argument ? { timeoutMs: Number(argument) } : {})))
  },
  close: () => telemetry.close(),
  host(argument) {
    hostSays = argument as 'off'
  },
  day(argument) {
    offset = Date.parse(argument.replaceAll('.', ':')) - Date.now()
  },
  say,
  exit: (argument) => process.exit(Number(argument || 0)),
  watch: () => void watchErrors(telemetry as never),
  throw() {
    throw new Error('as asked')
  },
  wait: (argument) => new Promise((resolve) => setTimeout(resolve, Number(argument))),
  // Waits until a word comes on standard input: another process has done what it was to do.
  hear: () =>
    new Promise((resolve) => {
      process.stdin.once('data', resolve)
      process.stdin.resume()
    }).then(() => process.stdin.pause()),
  // A host with a listener of its own, which takes a moment to leave.
  listen(argument) {
    process.on(argument as 'SIGINT', () => {
      say(`host ${argument}`)
      setTimeout(() => process.exit(7), 20)
    })
  },
  // Listens once, and then leaves a second signal to whoever else there is.
  once: (argument) =>
    void process.once(argument as 'SIGINT', () => {
      say(`host once ${argument}`)
    }),
  touch: (argument) => writeFileSync(argument, 'ready\n'),
  code(argument) {
    process.exitCode = Number(argument)
  },
  modules: () => say(JSON.stringify((process as unknown as { moduleLoadList: string[] }).moduleLoadList)),
  listeners: () =>
    say(
      JSON.stringify(
        ['exit', 'beforeExit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection', 'warning'].map(
          (name) => process.listenerCount(name),
        ),
      ),
    ),
  many(argument) {
    for (let i = 0; i < Number(argument); i++) make().record('command.completed', { command: 'build', outcome: 'ok' })
  },
  async worker(argument) {
    const { Worker } = await import('node:worker_threads')
    const worker = new Worker(new URL(import.meta.url), { argv: argument.split(',') })
    await new Promise((resolve) => worker.on('exit', resolve))
  },
  async fork(argument) {
    const { fork } = await import('node:child_process')
    const child = fork(new URL(import.meta.url), argument.split(','))
    await new Promise((resolve) => child.on('exit', resolve))
  },
  // Pushes words into every call, field, key and depth.
  push(argument) {
    const words = JSON.parse(Buffer.from(argument, 'base64').toString()) as unknown[]
    for (const word of words) pushEverywhere(word)
  },
}

/** A value of each type that is admitted, where the declaration does not name one. */
const GOOD: { readonly [kind: string]: unknown } = {
  flag: true,
  version: '22.1',
  known: 'other',
  route: '/',
  slug: 'hero',
  campaign: 'launch',
  domain: 'github.com',
  errorClass: 'TypeError',
  day: '2026-11-19',
  hour: '2026-11-19T10',
  id: 'abcdef'.padEnd(32, '0'),
  hash: 'x',
  text: 'It failed.',
}

// A value for each field that is admitted, so that a record is kept whatever stands in one of its others.
function goodValues(): { [field: string]: unknown } {
  const good: { [field: string]: unknown } = {}
  for (const [name, spec] of Object.entries(
    contract.fields as { [name: string]: { kind: string; values?: readonly string[] } },
  )) {
    const { kind, values = ['other'] } = spec
    if (kind === 'choice') good[name] = values[0]
    else if (kind === 'choices') good[name] = [values[0]]
    else if (kind === 'tally') good[name] = { [String(values[0])]: 1 }
    else good[name] = kind in GOOD ? GOOD[kind] : 1
  }
  return good
}

/** The fields that an event declares, by whichever of its attributes. */
function fieldsOf(name: string): string[] {
  const { by, measure, fields } = ((contract.events as { [name: string]: unknown })[name] ?? {}) as {
    readonly [attribute: string]: readonly string[] | object | undefined
  }
  const named = [by, measure, fields].flatMap((uses) =>
    Array.isArray(uses) ? (uses as string[]) : Object.keys(uses ?? {}),
  )
  return [...new Set([...named, ...Object.keys(contract.fields).slice(0, 3)])]
}

function pushEverywhere(word: unknown): void {
  const key = String(word)
  const shapes = [
    word,
    [word],
    { value: word },
    { [key]: word },
    { deep: { deeper: [{ [key]: word }] } },
    new Error(key),
    { toString: () => key, valueOf: () => key, toJSON: () => key },
    Object(word),
    new Map([[key, word]]),
    Symbol(key),
    () => key,
  ]
  const good = goodValues()
  for (const source of contract.sources) {
    const loose = make(source) as unknown as LooseTelemetry
    for (const name of [...Object.keys(contract.events), key]) {
      const { sources = contract.sources } = ((contract.events as { [name: string]: unknown })[name] ?? {}) as {
        readonly sources?: readonly string[]
      }
      for (const shape of shapes) {
        loose.record(name, shape)
        // Of an event of other sources nothing is looked at.
        if (!sources.includes(source as never)) continue
        loose.counter(name, shape).add(shape)
        for (const field of fieldsOf(name)) {
          loose.record(name, { ...good, [field]: shape })
          loose.record(name, { ...good, [key]: shape, [`${field}.${key}`]: shape })
          loose.counter(name, { ...good, [field]: shape }).add({ ...good, [field]: shape, [key]: shape })
          const span = loose.span(name, { ...good, [field]: shape })
          span.annotate({ [field]: shape, [key]: shape })
          span.end(shape)
          loose.setContext({ [field]: shape })
          loose.record(name, good)
          loose.setContext({ [field]: undefined })
          loose.reportError(shape, { fields: { ...good, [field]: shape }, handled: shape })
        }
        loose.setContext({ os: shape, arch: shape, productVersion: shape, [key]: shape })
        loose.record(name, good)
      }
    }
    loose.setContext({ os: undefined, arch: undefined, productVersion: undefined })
    for (const kind of ['user', 'org', 'project', 'tenant', 'anonymous', key]) loose.identify({ [kind]: word })
    for (const name of Object.keys(contract.events)) loose.record(name, good)
  }
}

for (const step of process.argv.slice(2)) {
  if (step.startsWith('-')) continue
  const at = step.indexOf(':')
  await steps[at < 0 ? step : step.slice(0, at)]?.(at < 0 ? '' : step.slice(at + 1))
}
