'use strict'
const { createTelemetry } = require('@plainsight/client/node')
const makeContract = require('./make-contract.cjs')

require('./run-daily.cjs')(createTelemetry, makeContract(require('@plainsight/client/contract')))
