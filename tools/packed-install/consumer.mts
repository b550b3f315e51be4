import { Command } from 'commander'
import { attach, telemetryCommand } from '@plainsight/client/commander'
import { choice, count, defineContract, duration, event, rollup } from '@plainsight/client/contract'
import { attach as attachDaemon } from '@plainsight/client/daemon'
import { attach as attachCitty, telemetryCommand as cittyCommand } from '@plainsight/client/citty'
import { attach as attachEditor, editorOptions, type EditorHost } from '@plainsight/client/editor'
import { recordInstall } from '@plainsight/client/install'
import { instrument } from '@plainsight/client/instrument'
import { llmCall } from '@plainsight/client/llm'
import { attach as attachMcp } from '@plainsight/client/mcp'
import { createTelemetry } from '@plainsight/client/node'
import { attach as attachOclif } from '@plainsight/client/oclif'
import { attach as attachPlain } from '@plainsight/client/plain'
import { createTestTelemetry } from '@plainsight/client/testing'
import { attach as attachWorkflow } from '@plainsight/client/workflow'
import { telemetryCommand as yargsCommand } from '@plainsight/client/yargs'

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

attachPlain(telemetry, ['build']).annotate({ duration: 3 })
attachCitty(telemetry, { subCommands: { telemetry: cittyCommand(telemetry) } })
attachOclif(telemetry).annotate({ duration: 3 })
attachMcp(telemetry, { connect: (transport: object) => Promise.resolve(void transport) })
attachDaemon(telemetry).started()
attachWorkflow(telemetry, 'setup').skip('project')
recordInstall(telemetry, { version: '1.0.0' })
export const command: string | readonly string[] = yargsCommand(telemetry).command
export const answer: Promise<string> = llmCall(telemetry, { model: 'o3' }, () => 'x')
export const doubled: number = instrument(telemetry, (files: number) => files * 2, {
  success: { event: 'project.read', values: ({ output }) => ({ files: output }) },
  failure: { event: 'project.read' },
})(3)
declare const host: EditorHost
createTelemetry(contract, editorOptions(host))
attachEditor(telemetry, host).dispose()

export const recorded: number = createTestTelemetry(contract).records.length
