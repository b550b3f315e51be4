import authoring = require('@plainsight/client/contract')
import node = require('@plainsight/client/node')
import plain = require('@plainsight/client/plain')

const contract = authoring.defineContract({
  name: 'packed',
  version: '1.0.0',
  title: 'Packed',
  description: 'A tool that installed the client from its package.',
  owners: ['@acme/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: { command: authoring.choice(['build', 'test'], 'Which command ran') },
  events: {
    'command.completed': authoring.rollup({
      what: 'A command ended',
      why: 'Which commands are used',
      readBy: ['chart:commands'],
      by: ['command'],
    }),
  },
})

const telemetry = node.createTelemetry(contract, { productVersion: '3.1.4', source: 'cli' })
telemetry.record('command.completed', { command: 'test' })
plain.attach(telemetry, ['test']).end()
