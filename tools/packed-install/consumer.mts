import { Command } from 'commander'
import { attach, telemetryCommand } from '@plainsight/client/commander'
import { choice, count, defineContract, duration, event, rollup } from '@plainsight/client/contract'
import { createTelemetry } from '@plainsight/client/node'
import { createTestTelemetry } from '@plainsight/client/testing'

export const contract = defineContract({
  name: 'packed',
  version: '1.0.0',
  title: 'Packed',
  description: 'A tool that installed the client from its package.',
  owners: ['@acme/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['build', 'test'], 'Which command ran'),
    duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
    files: count('Files read', { max: 10_000 }),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'Which commands are used',
      readBy: ['chart:commands'],
      by: ['command'],
      measure: ['duration'],
    }),
    'project.read': event({
      what: 'A project was read',
      why: 'Size classes to tune for',
      readBy: ['chart:sizes'],
      fields: { files: 'required' },
    }),
  },
})

const telemetry = createTelemetry(contract, {
  productVersion: '3.1.4',
  endpoint: 'https://telemetry.acme.example',
  source: 'cli',
})
telemetry.record('project.read', { files: 12 })
telemetry.counter('command.completed', { command: 'build' }).add({ duration: 12 })

const program = new Command('packed')
attach(telemetry, program)
program.addCommand(telemetryCommand(telemetry))

export const recorded: number = createTestTelemetry(contract).records.length
