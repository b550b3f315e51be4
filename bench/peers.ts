import { join } from 'node:path'
import { bundlePeer } from './measure/bundle-subject.ts'
import { libraries } from './measure/peers.ts'
import { withFolder } from './measure/run-process.ts'
import { measurePeerCosts } from './peers-costs.ts'
import { measurePeerEnds } from './peers-ends.ts'
import { measurePeerSizes } from './peers-sizes.ts'
import type { Bench } from './report.ts'

/** Ours and five others that people use today, in one run, with the same small programs. */
export const peers: Bench = {
  name: 'peers',
  title: 'Beside five others',
  needs: ['client'],
  run: (effort) =>
    withFolder(async (folder) => {
      const files = new Map<string, string>()
      for (const { name } of libraries) files.set(name, await bundlePeer(name))
      const costs = await measurePeerCosts(join(folder, 'costs'), files, effort)
      const ends = await measurePeerEnds(join(folder, 'ends'), files, effort)
      const sizes = await measurePeerSizes(join(folder, 'sizes'), files, effort)
      const parts = [costs, ends, sizes]
      const notes = parts.flatMap((part) => part.notes)
      return {
        tables: [
          {
            title: 'One event from a small command, and many',
            columns: ['what', ...libraries.map((library) => library.title)],
            rows: parts.flatMap((part) => part.rows),
            notes,
          },
        ],
        verdicts: parts.flatMap((part) => part.verdicts),
      }
    }),
}
