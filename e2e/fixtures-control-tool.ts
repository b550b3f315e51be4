// A tool that is run as a real process against the built client, to be allowed, refused and asked: `control-tool STEP…`, each step a word or
// `word:argument`.
import {
  bucket,
  choice,
  defineContract,
  duration,
  event,
  id,
  rollup,
  version as versionField,
} from '@plainsight/client/contract'
import { askConsent, childEnvironment, runTelemetryCommand } from '@plainsight/client/control'
import { createTelemetry } from '@plainsight/client/node'

const { env } = process
const stage = env.TOOL_CONTRACT ?? '1.0.0'

const base = {
  what: 'A thing happened',
  why: 'To see whether it does',
  readBy: ['chart:things'],
}

const contract = defineContract({
  name: env.TOOL_NAME ?? 'ctltool',
  version: stage,
  title: 'Control tool',
  description: 'A tool that exists to be asked.',
  owners: ['@proof/tools'],
  docs: 'https://proof.example/telemetry',
  destinations: [{ name: 'a recorder', host: 'telemetry.proof.example', kind: 'plainsight' }],
  consent: { preset: (env.TOOL_PRESET ?? 'opt-in') as 'opt-in' },
  ...(env.TOOL_CI === 'tagged' ? { ci: 'tagged' as const } : {}),
  sources: ['cli'],
  context: ['os', 'arch'],
  fields: {
    command: choice(['build', 'list'], 'Which command ran', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
    ...(stage === '2.0.0' ? { size: bucket([10, 100], 'How many files', { since: '2.0.0' }) } : {}),
    rule: choice(['one', 'two'], 'Which rule'),
    team: id('org', 'The organisation', { form: 'token', opaqueBecause: 'It is made by chance.' }),
    installAge: bucket([1, 7, 30], 'Days since the machine began'),
    timeToFirstUse: bucket([1, 24], 'Hours to the first use'),
    version: versionField('Which version', { parts: 2 }),
  },
  events: {
    'command.completed': rollup({ ...base, by: ['command', 'outcome'], measure: ['duration'] }),
    ...(stage === '2.0.0' ? { 'size.seen': rollup({ ...base, since: '2.0.0', by: ['size'] }) } : {}),
    'rule.checked': rollup({ ...base, channel: 'guard', by: ['rule'] }),
    'crash.noted': event({ ...base, channel: 'errors', privacy: 'diagnostic', fields: { rule: 'required' } }),
    'run.started': event({ ...base, identity: 'run', fields: { command: 'required' } }),
    'team.seen': event({
      ...base,
      identity: 'install',
      identityReason: 'To say which team it is',
      privacy: 'opaque-identity',
      fields: { command: 'required', team: 'optional' },
    }),
    'first.used': event({
      ...base,
      once: 'install',
      fields: { command: 'required', installAge: 'optional', timeToFirstUse: 'optional' },
    }),
    'shape.seen': event({
      ...base,
      context: [
        'os',
        'osVersion',
        'arch',
        'runtime',
        'runtimeVersion',
        'productVersion',
        'previousVersion',
        'ci',
        'ciProvider',
        'agent',
        'container',
        'serverless',
        'cloud',
        'packageManager',
        'environment',
      ],
      fields: { command: 'required' },
    }),
  },
})

let offset = env.TOOL_NOW === undefined ? 0 : Date.parse(env.TOOL_NOW) - Date.now()

const telemetry = createTelemetry(contract, {
  productVersion: env.TOOL_VERSION ?? '3.1.4',
  ...(env.TOOL_ENDPOINT === undefined ? {} : { endpoint: env.TOOL_ENDPOINT }),
  ...(env.TOOL_WAY === undefined ? {} : { send: env.TOOL_WAY as 'detached' }),
  ...(env.TOOL_OLDER === undefined ? {} : { migrateFrom: JSON.parse(env.TOOL_OLDER) as [] }),
  ...(env.TOOL_SINK === undefined ? {} : { sinks: [{ kind: 'http' as const, name: 'besides', url: env.TOOL_SINK }] }),
  ...(env.TOOL_TENANT === undefined ? {} : { tenant: JSON.parse(env.TOOL_TENANT) as object }),
  clock: () => Date.now() + offset,
  onError: (error: unknown) => {
    if (env.TOOL_ERRORS) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  },
})

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const steps: { [word: string]: (argument: string) => unknown } = {
  count(argument) {
    for (let i = 0; i < Number(argument || 1); i++)
      telemetry.record('command.completed', { command: 'build', outcome: 'ok', duration: 100 })
  },
  // `rec:event {"field":"value"}`
  rec(argument) {
    const at = argument.indexOf(' ')
    const loose = telemetry as unknown as { record(name: string, values: unknown): void }
    loose.record(argument.slice(0, at), JSON.parse(argument.slice(at)))
  },
  // `tel:off --json`: the words as a tool without a parser hands them on.
  async tel(argument) {
    const code = await runTelemetryCommand(telemetry, argument === '' ? [] : argument.split(' '))
    if (code !== 0) process.exitCode = code
  },
  run: () => telemetry.record('run.started', { command: 'list' }),
  ask: async () => say(JSON.stringify(await askConsent(telemetry))),
  on: () => telemetry.setConsent('on', { by: 'command' }),
  off: () => telemetry.setConsent('off', { by: 'command' }),
  status: () => say(JSON.stringify(telemetry.status())),
  show: () => say(JSON.stringify(telemetry.preview())),
  flush: async () => say(JSON.stringify(await telemetry.flush({ timeoutMs: 3_000 }))),
  // `child:{"counts":true} step step`: starts itself, as a tool starts another one.
  async child(argument) {
    const at = argument.indexOf('}') + 1
    const { spawnSync } = await import('node:child_process')
    const { name, ...options } = JSON.parse(argument.slice(0, at)) as { name?: string }
    const given = childEnvironment(telemetry, options)
    spawnSync(process.execPath, [process.argv[1] as string, ...argument.slice(at + 1).split(' ')], {
      env: { ...given, ...(name === undefined ? {} : { TOOL_NAME: name }) } as NodeJS.ProcessEnv,
      stdio: 'inherit',
    })
  },
  wait: (argument) => new Promise((resolve) => setTimeout(resolve, Number(argument))),
  day(argument) {
    offset = Date.parse(argument.replaceAll('.', ':')) - Date.now()
  },
  say,
  exit: (argument) => process.exit(Number(argument || 0)),
}

for (const step of process.argv.slice(2)) {
  if (step.startsWith('--')) continue
  const at = step.indexOf(':')
  await steps[at < 0 ? step : step.slice(0, at)]?.(at < 0 ? '' : step.slice(at + 1))
}
