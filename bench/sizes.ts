import { measureFiles } from './sizes-files.ts'
import { measureJudge } from './sizes-judge.ts'
import { measureWire } from './sizes-wire.ts'
import { withFolder } from './measure/run-process.ts'
import type { Bench, Report } from './report.ts'

/** What is loaded, installed and sent, in bytes; and what a contract costs. */
export const sizes: Bench = {
  name: 'sizes',
  title: 'Sizes and the contract',
  needs: ['contract', 'client', 'dashboard'],
  run: (effort) =>
    withFolder(async (folder) => {
      const parts: Report[] = [
        await measureFiles(),
        await measureWire(folder, effort),
        await measureJudge(folder, effort),
      ]
      return { tables: parts.flatMap((part) => part.tables), verdicts: parts.flatMap((part) => part.verdicts) }
    }),
}
