import { createTelemetry } from '@plainsight/client/node'
import { contract } from './consumer.mjs'

// Each of the last three lines must be refused by the compiler.
const telemetry = createTelemetry(contract, { productVersion: '3.1.4', source: 'cli' })
telemetry.record('project.opened', { files: 12 })
telemetry.record('project.read', { folders: 12 })
telemetry.record('project.read', { files: 'twelve' })
