import { bucketKey } from '@plainsight/contract/histogram'
import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { benchContract } from './bench-contract.ts'
import { pickSkewed, randomHex, seededRandom } from './random.ts'

const commands = ['build', 'test', 'lint', 'watch', 'deploy', 'init', 'help', 'clean'] as const
const outcomes = ['ok', 'ok', 'ok', 'error', 'aborted'] as const
const tools = ['npm', 'pnpm', 'yarn', 'bun', 'none'] as const
const files = ['100-1k', '10-100', '1k-10k', '<10', '10k+'] as const

/** A batch id in its place, to be written over. */
export const BATCH_PLACE = '00000000-0000-8000-8000-000000000000'

const digest = contractDigest(normalContract(benchContract)).slice(0, 16)

/**
 * The body of a batch as a machine sends it for one day: a presence row, counters with their histograms, and some sessions with the
 * machine's id of the week. The id of the batch is `BATCH_PLACE`.
 * @param size records in it; of one record it is a counter
 */
export function realisticBatch(seed: number, size: number, day: string): string {
  const random = seededRandom(seed)
  const id = randomHex(32, random)
  const dimensions = (): object => ({
    command: pickSkewed(commands, random),
    outcome: pickSkewed(outcomes, random),
    cached: random() < 0.4,
    files: pickSkewed(files, random),
    tool: pickSkewed(tools, random),
  })
  const events = Array.from({ length: size }, (_, i) => {
    if (i === 1) return { name: 'plainsight.presence', fields: { grain: 'day', gap: '1' } }
    if (i > size * 0.8) {
      const hour = String(Math.floor(random() * 24)).padStart(2, '0')
      const duration = Number(Math.round(random() ** 3 * 3_600_000).toPrecision(2))
      return { name: 'session.ended', at: `${day}T${hour}`, id, fields: { ...dimensions(), duration } }
    }
    const durations = Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
      Math.round(20 + random() ** 4 * 30_000),
    )
    const hist: { [bucket: string]: number } = {}
    for (const duration of durations) hist[bucketKey(duration)] = (hist[bucketKey(duration)] ?? 0) + 1
    const sum = durations.reduce((total, duration) => total + duration, 0)
    return {
      name: 'command.completed',
      by: dimensions(),
      count: durations.length,
      measure: { duration: { sum, hist } },
    }
  })
  const context = { os: 'linux', arch: 'x64', productVersion: '3.1' }
  const head = { v: 1, batch: BATCH_PLACE, contract: 'bench', version: '1.0.0', digest, source: 'cli', day, context }
  return JSON.stringify({ ...head, events })
}
