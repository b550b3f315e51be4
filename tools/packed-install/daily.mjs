import * as authoring from '@plainsight/client/contract'
import { createTelemetry } from '@plainsight/client/node'
import makeContract from './make-contract.cjs'
import runDaily from './run-daily.cjs'

runDaily(createTelemetry, makeContract(authoring))
