import { describe, expectTypeOf, it } from 'vitest'
import { choice, count, defineContract, duration, errors, event, flag, rollup } from './contract.ts'
import { http } from './sinks/http.ts'
import { createTelemetry, type Telemetry } from './node.ts'
import { attach, telemetryCommand } from './commander.ts'
import { createTestTelemetry } from './testing.ts'
import type { Command } from 'commander'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: {
    command: choice(['init', 'build'], 'x'),
    outcome: choice(['ok', 'error', 'aborted'], 'x'),
    duration: duration('x'),
    files: count('x'),
    cached: flag('x'),
  },
  events: {
    'tool.failed': errors({ what: '', why: '', readBy: ['x'], fields: { command: 'required' } }),
    'command.completed': rollup({
      what: '',
      why: '',
      readBy: ['x'],
      by: ['command', 'outcome'],
      measure: ['duration'],
    }),
    'project.indexed': event({ what: '', why: '', readBy: ['x'], fields: { files: 'required', cached: 'optional' } }),
  },
})
const telemetry = createTelemetry(contract)

describe('what compiles', () => {
  it('is the events, the fields and the values of the contract', () => {
    telemetry.record('command.completed', { command: 'build', outcome: 'ok', duration: 4 })
    telemetry.record('command.completed', { command: 'other', outcome: 'ok' })
    telemetry.record('project.indexed', { files: 3 })
    telemetry.counter('command.completed', { command: 'build', outcome: 'ok' }).add()
    telemetry.counter('command.completed', { command: 'build', outcome: 'ok' }).add({ duration: 3 })
    telemetry.span('command.completed', { command: 'build' }).end('ok')
    telemetry.span('command.completed').annotate({ outcome: 'error' })
    expectTypeOf(telemetry).toEqualTypeOf<Telemetry<typeof contract>>()
    expectTypeOf(telemetry.record('project.indexed', { files: 3 })).toEqualTypeOf<void>()
  })

  it('works with any contract where the contract does not matter', () => {
    const program = {} as Command
    attach(telemetry, program)
    telemetryCommand(telemetry)
    attach(createTestTelemetry(contract), program)
    telemetryCommand(createTestTelemetry(contract))
  })
})

describe('what does not compile', () => {
  it('is an event that is not declared', () => {
    // @ts-expect-error: no such event
    telemetry.record('command.compleeted', { command: 'build', outcome: 'ok' })
    // @ts-expect-error: an occurrence is no counter
    telemetry.counter('project.indexed', { files: 3 })
    // @ts-expect-error: no such event
    telemetry.span('nothing')
  })

  it('is a field that is not declared, or not for this event', () => {
    // @ts-expect-error: no such field
    telemetry.record('project.indexed', { files: 3, path: '/home' })
    // @ts-expect-error: declared, but not for this event
    telemetry.record('project.indexed', { files: 3, command: 'build' })
    // @ts-expect-error: a measure is no dimension
    telemetry.counter('command.completed', { command: 'build', outcome: 'ok', duration: 3 })
    // @ts-expect-error: a dimension is no measure
    telemetry.counter('command.completed', { command: 'build', outcome: 'ok' }).add({ command: 'build' })
  })

  it('is a value that is not on the list, or of another type', () => {
    // @ts-expect-error: not on the list
    telemetry.record('command.completed', { command: 'rm -rf', outcome: 'ok' })
    // @ts-expect-error: a general string could be anything
    telemetry.record('command.completed', { command: String(process.argv[2]), outcome: 'ok' })
    // @ts-expect-error: not a number
    telemetry.record('project.indexed', { files: '3' })
    // @ts-expect-error: no such outcome
    telemetry.span('command.completed').end('fine')
  })

  it('is a required field that is missing', () => {
    // @ts-expect-error: outcome is missing
    telemetry.record('command.completed', { command: 'build' })
    // @ts-expect-error: files is missing
    telemetry.record('project.indexed', {})
    // @ts-expect-error: no values at all
    telemetry.record('project.indexed')
  })

  it('is a choice that nobody has', () => {
    // @ts-expect-error: undecided is no choice
    telemetry.setConsent('undecided')
    // @ts-expect-error: no such way
    createTelemetry(contract, { send: 'now' })
  })

  it('is an error report with fields of its own, and no record', () => {
    telemetry.reportError(new Error('x'), { fields: { command: 'build' } })
    telemetry.reportError('anything at all', { handled: false, fatal: true })
    const asked = telemetry.reportError(new Error('x'), { ask: async () => true })
    expectTypeOf(asked).toEqualTypeOf<Promise<void>>()
    // @ts-expect-error: not on the list
    void telemetry.reportError(new Error('x'), { fields: { command: 'rm -rf' } })
    // @ts-expect-error: no field of error reports
    void telemetry.reportError(new Error('x'), { fields: { command: 'build', message: 'x' } })
    // @ts-expect-error: errors have a call of their own
    telemetry.record('tool.failed', { command: 'build' })
  })

  it('is a sink that is none', () => {
    telemetry.addSink(http({ url: 'https://x.example' }))
    telemetry.addSink({ kind: 'function', name: 'mine', take: () => 200 })
    // @ts-expect-error: no address
    http({ name: 'x' })
    // @ts-expect-error: nothing takes it
    telemetry.addSink({ kind: 'function', name: 'mine' })
  })
})
