import { measureCrowd } from './exit-crowd.ts'
import { measureDeadEndpoints } from './exit-dead-endpoints.ts'
import { measureExitCost } from './exit-cost.ts'
import { measureHandOver } from './exit-hand-over.ts'
import { withFolder } from './measure/run-process.ts'
import type { Bench, Report } from './report.ts'

/** What leaving costs, whatever the network does, and whether anything is lost by it. */
export const exit: Bench = {
  name: 'exit',
  title: 'Exit',
  needs: ['client'],
  run: (effort) =>
    withFolder(async (folder) => {
      const parts: Report[] = [
        await measureExitCost(folder, effort),
        await measureHandOver(folder, effort),
        await measureDeadEndpoints(folder, effort),
        await measureCrowd(folder, effort),
      ]
      return { tables: parts.flatMap((part) => part.tables), verdicts: parts.flatMap((part) => part.verdicts) }
    }),
}
