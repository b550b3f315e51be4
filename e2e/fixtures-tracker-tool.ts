// A tool that is run as a real process: several sinks, errors and alerts. `tracker-tool STEP…`, each step a word or `word:argument`.
import { choice, defineContract, duration, errors, event, rollup } from '@plainsight/client/contract'
import { askAtTerminal, watchErrors } from '@plainsight/client/errors'
import { createTelemetry } from '@plainsight/client/node'
import { http } from '@plainsight/client/sinks/http'
import { readFileSync, writeFileSync } from 'node:fs'

const { TRACK_ENDPOINT, TRACK_NOW, TRACK_SINKS, TRACK_WAY, TRACK_ROOT } = process.env

const contract = defineContract({
  name: 'prooftool',
  version: '1.0.0',
  title: 'Tracker tool',
  description: 'A tool that exists to be watched.',
  owners: ['@proof/tools'],
  consent: { preset: 'opt-in' },
  sources: ['cli', 'api'],
  presence: false,
  fields: {
    command: choice(['build', 'list'], 'Which command ran', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
  },
  events: {
    'command.completed': rollup({ what: 'A command ended', why: 'x', readBy: ['x'], by: ['command'] }),
    'request.served': event({
      what: 'A request was served',
      why: 'x',
      readBy: ['x'],
      sources: ['api'],
      acceptFrom: 'service',
      deliver: 'now',
      fields: { duration: 'required' },
    }),
    'tool.failed': errors({
      what: 'It failed',
      why: 'To mend it',
      readBy: ['x'],
      classes: ['ConfigError'],
      packages: ['commander'],
      text: { max: 200 },
      deliver: 'now',
      fields: { command: 'optional' },
    }),
  },
})

let offset = TRACK_NOW === undefined ? 0 : Date.parse(TRACK_NOW) - Date.now()
let tokens = 0
const telemetry = createTelemetry(contract, {
  productVersion: '3.1.4',
  ...(TRACK_ENDPOINT === undefined ? {} : { endpoint: TRACK_ENDPOINT }),
  ...(TRACK_SINKS === undefined
    ? {}
    : {
        sinks: (JSON.parse(TRACK_SINKS) as { name: string; url: string; token?: string }[]).map(
          ({ name, url, token }) =>
            http({
              name,
              url,
              ...(token === undefined
                ? {}
                : {
                    headers:
                      token === 'rotating' ? () => ({ authorization: `Bearer ${++tokens}` }) : { authorization: token },
                  }),
            }),
        ),
      }),
  ...(TRACK_WAY === undefined ? {} : { send: TRACK_WAY as 'idle' }),
  source: process.env.TRACK_SOURCE ?? 'cli',
  clock: () => Date.now() + offset,
  ...(TRACK_ROOT === undefined
    ? {}
    : { errors: { root: TRACK_ROOT, manifest: { format: 1 as const, files: ['proof-tool.mjs'] } } }),
  onError: (error: unknown) => {
    if (process.env.PROOF_ERRORS) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)

class ConfigError extends Error {}

const steps: { [word: string]: (argument: string) => unknown } = {
  count: () => telemetry.record('command.completed', { command: 'build' }),
  serve: () => telemetry.record('request.served', { duration: 12 }),
  on: () => telemetry.setConsent('on', { by: 'command' }),
  errorsOn: () => telemetry.setConsent('on', { by: 'command', channel: 'errors' }),
  off: () => telemetry.setConsent('off', { by: 'command' }),
  async flush(argument) {
    say(JSON.stringify(await telemetry.flush(argument ? { timeoutMs: Number(argument) } : {})))
  },
  close: () => telemetry.close(),
  receipts: () => say(JSON.stringify(telemetry.receipts())),
  day(argument) {
    offset = Date.parse(argument.replaceAll('.', ':')) - Date.now()
  },
  say,
  wait: (argument) => new Promise((resolve) => setTimeout(resolve, Number(argument))),
  hear: () =>
    new Promise((resolve) => {
      process.stdin.once('data', resolve)
      process.stdin.resume()
    }).then(() => process.stdin.pause()),
  exit: (argument) => process.exit(Number(argument || 0)),
  watch: () => void watchErrors(telemetry, { fields: { command: 'build' } }),
  fail(argument) {
    telemetry.reportError(Object.assign(new ConfigError(argument), { code: 'ENOENT', path: argument }), {
      fields: { command: 'list' },
    })
  },
  // Asks about the message at the terminal; another error for each place.
  ask: (argument) => telemetry.reportError(new ConfigError(argument), { ask: askAtTerminal }),
  askAgain: (argument) => telemetry.reportError(new TypeError(argument), { ask: askAtTerminal }),
  throw(argument) {
    throw Object.assign(new TypeError(argument), { code: argument, cause: new Error(argument) })
  },
  reject: (argument) => void Promise.reject(new RangeError(argument)),
  caught: () => void process.on('uncaughtException', (error) => say(`host caught ${error.message}`)),
  // Throws every word of a file in every way there is to throw it.
  failAll(argument) {
    for (const word of JSON.parse(readFileSync(argument, 'utf8')) as string[]) {
      const named = Object.assign(new Error(word), { name: word, code: word, path: word, [word]: word })
      named.stack = `${word}: ${word}\n    at ${word} (${word}:1:1)\n    at ${word}/dist/${word}.js:2:2`
      for (const thrown of [
        named,
        word,
        { message: word, stack: word, code: word, name: word },
        new Error(word, { cause: named }),
        new AggregateError([named], word),
        Object.assign(new Error(word), {
          stack: [{ getFileName: () => word, getLineNumber: () => 1, getColumnNumber: () => 1 }],
        }),
      ])
        telemetry.reportError(thrown, { fields: { command: word, [word]: word } as never, handled: word as never })
    }
  },
  touch: (argument) => writeFileSync(argument, 'ready\n'),
}

for (const step of process.argv.slice(2)) {
  const at = step.indexOf(':')
  await steps[at < 0 ? step : step.slice(0, at)]?.(at < 0 ? '' : step.slice(at + 1))
}
