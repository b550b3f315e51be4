import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleSubject } from './measure/bundle-subject.ts'
import { openTaker } from './measure/endpoints.ts'
import { bareEnvironment, runNode } from './measure/run-process.ts'
import { atLeast, atMost, showNumber, type Effort, type Report } from './report.ts'

/** What a busy day of twenty commands puts on the wire. */
export async function measureWire(folder: string, { say }: Effort): Promise<Report> {
  const commands = 20
  say(`wire: ${commands} commands`)
  const taker = await openTaker()
  try {
    const state = join(folder, 'wire')
    const env = bareEnvironment(folder, { BENCH_TELEMETRY: '1', BENCH_STATE: state, BENCH_ENDPOINT: taker.url })
    const command = await bundleSubject('busy-day', 'cjs')
    for (let which = 0; which < commands; which++)
      runNode(command, [String(which)], { env: { ...env, BENCH_DAYS: '-1' } })
    const flush = await bundleSubject('flush-ours', 'esm')
    const child = spawn(process.execPath, [flush], { env: { ...env, BENCH_DAYS: '0' }, stdio: 'ignore' })
    await new Promise((resolve) => child.once('close', resolve))
    const bodies = taker.bodies
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0)
    const gzip = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
    const records = bodies.flatMap((body) => (JSON.parse(body.toString()) as { events: unknown[] }).events)
    return {
      tables: [
        {
          title: 'A busy day on the wire: twenty commands, each a counter of six fields and a session of six fields',
          columns: ['what', 'figure'],
          rows: [
            ['requests', showNumber(bodies.length)],
            ['records in them', showNumber(records.length)],
            ['bytes of the bodies', showNumber(bytes)],
            ['bytes as they were sent', showNumber(taker.bytes())],
            ['bytes, gzip', showNumber(gzip)],
          ],
        },
      ],
      verdicts: [
        atMost('busy day of twenty commands: requests', 'count', 1, bodies.length, ''),
        atLeast('busy day of twenty commands: requests that came', 'count', 1, bodies.length, ''),
        atMost('busy day of twenty commands: gzip', 'count', 8_192, gzip, 'bytes'),
      ],
    }
  } finally {
    await taker.close()
  }
}
