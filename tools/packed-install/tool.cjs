'use strict'
const authoring = require('@plainsight/client/contract')
const { createTelemetry } = require('@plainsight/client/node')
const { createTestTelemetry } = require('@plainsight/client/testing')

const contract = require('./make-contract.cjs')(authoring)
const telemetry = createTelemetry(contract, { productVersion: '3.1.4', endpoint: 'http://127.0.0.1:9', source: 'cli' })
telemetry.record('command.completed', { command: 'build' })

const tested = createTestTelemetry(contract)
tested.record('project.read', { files: 12 })

const doors = Object.fromEntries(
  [
    'commander',
    'yargs',
    'citty',
    'oclif',
    'plain',
    'mcp',
    'instrument',
    'workflow',
    'daemon',
    'editor',
    'llm',
    'install',
  ].map((name) => [name, require(`@plainsight/client/${name}`)]),
)
require('./use-adapters.cjs')(doors, telemetry)
process.exit(tested.records.some((record) => record.name === 'project.read' && record.fields.files === 12) ? 0 : 4)
