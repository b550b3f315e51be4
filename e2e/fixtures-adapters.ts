// A process that is run as a real one against the built client: `fixtures-adapters WHAT STEP…`.
import { choice, defineContract, duration, event } from '@plainsight/client/contract'
import { attach as attachDaemon } from '@plainsight/client/daemon'
import { beginLlmCall } from '@plainsight/client/llm'
import { attach as attachMcp } from '@plainsight/client/mcp'
import { createTelemetry } from '@plainsight/client/node'
import { attach as attachPlain } from '@plainsight/client/plain'
import { attach as attachWorkflow } from '@plainsight/client/workflow'

const contract = defineContract({
  name: 'prooftool',
  version: '1.0.0',
  title: 'Proof tool',
  description: 'A tool that exists to be watched.',
  owners: ['@proof/tools'],
  consent: { preset: process.env['PROOF_NOTICE'] === undefined ? 'opt-in' : 'notice' },
  sources: ['service'],
  presence: false,
  fields: {
    command: choice(['build'], 'x'),
    tool: choice(['search'], 'x'),
    model: choice(['o3'], 'x'),
    outcome: choice(['ok', 'error', 'aborted', 'completed', 'abandoned'], 'x'),
    duration: duration('x'),
    workflow: choice(['setup'], 'x'),
    step: choice(['project'], 'x'),
    reason: choice(['signal', 'request', 'crash'], 'x'),
    uptime: duration('x', { max: 600_000 }),
    startup: duration('x'),
  },
  events: {
    'command.completed': event({
      what: 'x',
      why: 'x',
      readBy: ['x'],
      fields: { command: 'required', outcome: 'required', duration: 'required' },
    }),
    'tool.called': event({
      what: 'x',
      why: 'x',
      readBy: ['x'],
      fields: { tool: 'required', outcome: 'required', duration: 'required' },
    }),
    'llm.called': event({ what: 'x', why: 'x', readBy: ['x'], fields: { model: 'required', outcome: 'required' } }),
    'workflow.step': event({
      what: 'x',
      why: 'x',
      readBy: ['x'],
      fields: { workflow: 'required', step: 'required', outcome: 'required' },
    }),
    'workflow.finished': event({
      what: 'x',
      why: 'x',
      readBy: ['x'],
      fields: { workflow: 'required', outcome: 'required' },
    }),
    'daemon.started': event({ what: 'x', why: 'x', readBy: ['x'], fields: { startup: 'required' } }),
    'daemon.stopped': event({
      what: 'x',
      why: 'x',
      readBy: ['x'],
      fields: { reason: 'required', uptime: 'required' },
    }),
  },
})

const { PROOF_NOW, PROOF_ENDPOINT, PROOF_WAY } = process.env
let now = Date.parse(PROOF_NOW ?? '')

// A minute is two hundredths of a second here, so that nobody has to wait for what is done each minute.
if (PROOF_NOW !== undefined) {
  const { setTimeout: wait } = globalThis
  globalThis.setTimeout = ((act: () => void, ms: number, ...given: unknown[]) => {
    if (ms !== 60_000) return wait(act, ms, ...given)
    process.stdout.write('minute\n')
    return wait(act, 20)
  }) as typeof setTimeout
}

const telemetry = createTelemetry(contract, {
  endpoint: PROOF_ENDPOINT ?? 'http://127.0.0.1:9',
  source: 'service',
  send: (PROOF_WAY ?? 'idle') as 'idle',
  ...(PROOF_NOW === undefined ? {} : { clock: () => now }),
  ...(process.env['PROOF_NOTICE'] === undefined
    ? {}
    : { notice: (text: string) => process.stdout.write(`notice of ${text.length} letters\n`) }),
})

const begin: { readonly [what: string]: () => void } = {
  daemon() {
    daemon.started()
    daemon.started()
  },
  command() {
    run.annotate({ outcome: 'ok' })
  },
  bare() {
    attachPlain(telemetry, ['build'])
  },
  // It lives until its input ends; a line of that says what time it is.
  timer() {
    attachDaemon(telemetry).started()
    process.stdin.on('data', (text: Buffer) => {
      now = Date.parse(text.toString().trim())
    })
  },
  workflow() {
    attachWorkflow(telemetry, 'setup').begin('project')
  },
  llm() {
    beginLlmCall(telemetry, { model: 'o3' })
  },
  mcp() {
    const transport = {
      start: () => Promise.resolve(),
      send: (message: unknown) => Promise.resolve(void message),
      onmessage: (message: unknown) => void message,
    }
    const server = { connect: (given: typeof transport) => given.start() }
    attachMcp(telemetry, server)
    void server.connect(transport)
    transport.onmessage({ id: 1, method: 'tools/call', params: { name: 'search' } })
  },
}

const [what = '', ...steps] = process.argv.slice(2)
const daemon = what === 'daemon' ? attachDaemon(telemetry) : (undefined as never)
const run = what === 'command' ? attachPlain(telemetry, ['build']) : (undefined as never)
begin[what]?.()

for (const step of steps) {
  const [word = '', argument = ''] = step.split(':')
  if (word === 'stopping') daemon.stopping(argument as 'request')
  if (word === 'stop') daemon.stopping(argument as 'request', { now: true })
  if (word === 'exit') process.exit(Number(argument))
  if (word === 'throw') setTimeout(() => thrower())
  if (word === 'catch') process.on('uncaughtException', () => process.exit(Number(argument)))
  // The host listens: `on:SIGTERM/0` exits with a code, `on:SIGTERM/throw` fails while it stops.
  if (word === 'on') {
    const [signal = '', then = ''] = argument.split('/')
    process.on(signal, () => {
      if (then === 'throw') thrower()
      setTimeout(() => process.exit(Number(then)), 10)
    })
  }
  if (word === 'wait') {
    process.stdout.write('ready\n')
    setTimeout(() => {}, 20_000)
  }
}

function thrower(): never {
  throw new Error('nobody caught this')
}
