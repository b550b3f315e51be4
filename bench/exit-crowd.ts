import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { countArrived } from './measure/count-arrived.ts'
import { bareEnvironment } from './measure/run-process.ts'
import { atLeast, atMost, showNumber, type Effort, type Report } from './report.ts'

/** Many processes that exit at once, and processes that end in each way: what of it arrives. */
export async function measureCrowd(folder: string, { smoke, say }: Effort): Promise<Report> {
  const crowd = smoke ? 20 : 100
  const each = smoke ? 3 : 20
  const command = await bundleSubject('command', 'cjs')
  say(`${crowd} commands that leave at once`)
  const together = join(folder, 'together')
  // On two cores a hundred processes need some seconds to be there.
  const until = String(Date.now() + crowd * 80)
  await runAll(command, crowd, bareEnvironment(together, { BENCH_TELEMETRY: '1', BENCH_UNTIL: until }))
  const spool = spoolOf(together)
  const ends = []
  for (const end of ['exit', 'natural', 'throw', 'term']) {
    const home = join(folder, `end-${end}`)
    await runAll(command, each, bareEnvironment(home, { BENCH_TELEMETRY: '1', BENCH_END: end }))
    ends.push({ end, counted: await countArrived([stateOf(home)], each) })
  }
  const words: { readonly [end: string]: string } = {
    exit: '`process.exit`',
    natural: 'nothing left to do',
    throw: 'an uncaught error',
    term: 'SIGTERM',
  }
  const counted = await countArrived([stateOf(together)], crowd)
  return {
    tables: [
      {
        title: 'Nothing is lost by leaving',
        columns: ['processes', 'counted, as it arrived', 'spool, bytes'],
        rows: [
          [`${crowd} that leave at the same moment`, String(counted), showNumber(Buffer.byteLength(spool))],
          ...ends.map(({ end, counted: found }) => [`${each} that end by ${words[end]}`, String(found), '']),
        ],
      },
    ],
    verdicts: [
      atLeast(`${crowd} processes exiting at once: arrived`, 'count', crowd, counted, ''),
      atMost(
        `${crowd} processes exiting at once: arrived more than once`,
        'count',
        0,
        Math.max(0, counted - crowd),
        '',
      ),
      atMost(`${crowd} processes exiting at once: spool`, 'count', 65_536, Buffer.byteLength(spool), 'bytes'),
      ...ends.map(({ end, counted: found }) =>
        atLeast(`${each} processes that end by ${words[end]}: arrived`, 'count', each, found, ''),
      ),
    ],
  }
}

function runAll(command: string, count: number, env: NodeJS.ProcessEnv): Promise<unknown> {
  return Promise.all(
    Array.from({ length: count }, () => {
      const child = spawn(process.execPath, [command], { env, stdio: 'ignore' })
      return new Promise((resolve) => child.once('close', resolve))
    }),
  )
}

function stateOf(home: string): string {
  return join(home, 'state', 'bench', 'telemetry')
}

function spoolOf(home: string): string {
  const file = join(stateOf(home), 'pending.jsonl')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
