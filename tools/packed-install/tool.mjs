import * as authoring from '@plainsight/client/contract'
import { createTelemetry } from '@plainsight/client/node'
import { createTestTelemetry } from '@plainsight/client/testing'
import * as commander from '@plainsight/client/commander'
import * as yargs from '@plainsight/client/yargs'
import * as citty from '@plainsight/client/citty'
import * as oclif from '@plainsight/client/oclif'
import * as plain from '@plainsight/client/plain'
import * as mcp from '@plainsight/client/mcp'
import * as instrument from '@plainsight/client/instrument'
import * as workflow from '@plainsight/client/workflow'
import * as daemon from '@plainsight/client/daemon'
import * as editor from '@plainsight/client/editor'
import * as llm from '@plainsight/client/llm'
import * as install from '@plainsight/client/install'
import makeContract from './make-contract.cjs'
import useAdapters from './use-adapters.cjs'

const contract = makeContract(authoring)
const telemetry = createTelemetry(contract, { productVersion: '3.1.4', endpoint: 'http://127.0.0.1:9', source: 'cli' })
telemetry.record('command.completed', { command: 'build' })

const tested = createTestTelemetry(contract)
tested.record('project.read', { files: 12 })

const doors = { commander, yargs, citty, oclif, plain, mcp, instrument, workflow, daemon, editor, llm, install }
useAdapters(doors, telemetry)
process.exit(tested.records.some((record) => record.name === 'project.read' && record.fields.files === 12) ? 0 : 4)
