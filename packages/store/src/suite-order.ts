import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StartOrder, StoreLimits } from './child/start-order.ts'

/** The child's program, as the tests start it. */
export const CHILD: URL = new URL('./child/main.ts', import.meta.url)

/** An order for a child in a folder of its own. */
export function suiteOrder(limits: Partial<StoreLimits> = {}): StartOrder {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-store-'))
  return {
    folder,
    socket: join(folder, 'store.sock'),
    database: 'plainsight',
    secrets: { writer: 'secret-w', reader: 'secret-r', exporter: 'secret-e' },
    limits: {
      questionSeconds: 20,
      questionBytes: 400_000_000,
      engineBytes: 900_000_000,
      questionsAtOnce: 4,
      ...limits,
    },
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until something holds; throws with its name when it does not within 20 seconds. */
export async function until(name: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come to pass: ${name}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
