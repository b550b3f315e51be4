import type { Arrival } from './passage.ts'
import { createPipeline, type Way } from './pipeline.ts'
import { answerRepeated } from './steps/answer-repeated.ts'
import { attribute } from './steps/attribute.ts'
import { buildRows } from './steps/build-rows.ts'
import { capNewcomers } from './steps/cap-newcomers.ts'
import { checkDay } from './steps/check-day.ts'
import { checkEncoding } from './steps/check-encoding.ts'
import { checkInbox } from './steps/check-inbox.ts'
import { checkLength } from './steps/check-length.ts'
import { checkPresence } from './steps/check-presence.ts'
import { checkToken } from './steps/check-token.ts'
import { checkType } from './steps/check-type.ts'
import { commitBatch } from './steps/commit-batch.ts'
import { findContract } from './steps/find-contract.ts'
import { judgeRecords } from './steps/judge-records.ts'
import { limitContract } from './steps/limit-contract.ts'
import { limitId } from './steps/limit-id.ts'
import { limitPrefix } from './steps/limit-prefix.ts'
import { parseBatch } from './steps/parse-batch.ts'
import { readBatch } from './steps/read-batch.ts'
import { reserveRoom } from './steps/reserve-room.ts'
import { settleValues } from './steps/settle-values.ts'
import { sumCounts } from './steps/sum-counts.ts'
import { unpackBatch } from './steps/unpack-batch.ts'

/**
 * The way of a batch, from a request to its answer. Whoever wants to know what the collector does reads this list. What can be refused
 * without reading comes first; nothing is answered as taken before its commit.
 */
export const INGEST: Way<Arrival> = createPipeline<Arrival>()
  .step('check-type', checkType)
  .step('check-encoding', checkEncoding)
  .step('check-length', checkLength)
  .step('limit-prefix', limitPrefix)
  .step('check-token', checkToken)
  .step('check-inbox', checkInbox)
  .step('reserve-room', reserveRoom)
  .step('read-batch', readBatch)
  .step('unpack-batch', unpackBatch)
  .step('parse-batch', parseBatch)
  .step('answer-repeated', answerRepeated)
  .step('find-contract', findContract)
  .step('limit-contract', limitContract)
  .step('limit-id', limitId)
  .step('check-day', checkDay)
  .step('judge-records', judgeRecords)
  .step('settle-values', settleValues)
  .step('check-presence', checkPresence)
  .step('sum-counts', sumCounts)
  .step('cap-newcomers', capNewcomers)
  .step('attribute', attribute)
  .step('build-rows', buildRows)
  .end('commit-batch', commitBatch)
