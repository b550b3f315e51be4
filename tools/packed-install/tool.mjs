import * as authoring from '@plainsight/client/contract'
import { createTelemetry } from '@plainsight/client/node'
import { createTestTelemetry } from '@plainsight/client/testing'
import * as commander from '@plainsight/client/commander'
import makeContract from './make-contract.cjs'

const contract = makeContract(authoring)
const telemetry = createTelemetry(contract, { productVersion: '3.1.4', endpoint: 'http://127.0.0.1:9', source: 'cli' })
telemetry.record('command.completed', { command: 'build' })

const tested = createTestTelemetry(contract)
tested.record('project.read', { files: 12 })

if (typeof commander.attach !== 'function' || typeof commander.telemetryCommand !== 'function') process.exit(3)
process.exit(tested.records.some((record) => record.name === 'project.read' && record.fields.files === 12) ? 0 : 4)
