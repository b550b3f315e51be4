import { spawn } from 'node:child_process'
import { bundleSubject } from './bundle-subject.ts'
import { openTaker, type Endpoint } from './endpoints.ts'
import { bareEnvironment } from './run-process.ts'

/** How long a sender that was started before may still hold what it claimed, ms, with room. */
const PATIENCE = 20_000

/**
 * How often the bench's command was counted, as it arrives: sends everything that state folders hold, on a day after all of it, to an
 * endpoint that takes it, and adds up the batches that came, each batch once. Stops when as many are there as were wanted, and looks
 * once more whether more come.
 */
export async function countArrived(folders: readonly string[], wanted: number): Promise<number> {
  const taker = await openTaker()
  const flush = await bundleSubject('flush-ours', 'esm')
  const deadline = Date.now() + PATIENCE
  try {
    for (;;) {
      const wasThere = countIn(taker) >= wanted
      for (const folder of folders) await runFlush(flush, folder, taker.url)
      if (wasThere || Date.now() > deadline) return countIn(taker)
      if (countIn(taker) < wanted) await new Promise((resolve) => setTimeout(resolve, 500))
    }
  } finally {
    await taker.close()
  }
}

// In a process of its own while this one goes on: the endpoint lives here.
async function runFlush(flush: string, folder: string, url: string): Promise<void> {
  const env = bareEnvironment(folder, {
    BENCH_TELEMETRY: '1',
    BENCH_ENDPOINT: url,
    BENCH_STATE: folder,
    BENCH_DAYS: '2',
  })
  const child = spawn(process.execPath, [flush], { env, stdio: 'ignore' })
  await new Promise((resolve) => child.once('close', resolve))
}

function countIn(endpoint: Endpoint): number {
  const seen = new Set<string>()
  let sum = 0
  for (const body of endpoint.bodies) {
    const { batch, events } = JSON.parse(body.toString()) as {
      batch: string
      events: { name: string; count?: number }[]
    }
    if (seen.has(batch)) continue
    seen.add(batch)
    for (const event of events) if (event.name === 'command.completed') sum += event.count ?? 0
  }
  return sum
}
