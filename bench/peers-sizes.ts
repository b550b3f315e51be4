import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundlePeerWhole, bundleSubject } from './measure/bundle-subject.ts'
import { openTaker } from './measure/endpoints.ts'
import { isOurs, libraries, type Library } from './measure/peers.ts'
import { bareEnvironment, runApart } from './measure/run-process.ts'
import { environmentOf, type PeerPart } from './peers-costs.ts'
import { showNumber, type Effort } from './report.ts'

const doors = join(import.meta.dirname, '..', 'packages', 'client', 'dist')

interface Figures {
  readonly loaded: number
  readonly gzip: number
  readonly packages: number
  readonly requests: number
  readonly bytes: number
}

/** Bytes that each library brings, and what twenty commands of one event each put on the wire. */
export async function measurePeerSizes(
  folder: string,
  files: ReadonlyMap<string, string>,
  { smoke, say }: Effort,
): Promise<PeerPart> {
  const commands = smoke ? 2 : 20
  const sizes = new Map<string, Figures>()
  for (const library of libraries) {
    say(`${library.title}: ${commands} commands on the wire`)
    const { file, packages } = await bundlePeerWhole(library.name)
    const wire = await measureWire(library, folder, files.get(library.name)!, commands)
    const gzip = gzipped(file)
    sizes.set(library.name, {
      // Ours loads its two doors, and what is beside them when it is needed; the others load what they bring.
      loaded: isOurs(library)
        ? ['node', 'contract'].reduce((sum, door) => sum + gzipped(join(doors, `${door}.js`)), 0)
        : gzip,
      gzip,
      packages: isOurs(library) ? 1 : packages.length,
      ...wire,
    })
  }
  const row = (name: string, of: keyof Figures, by = 1): string[] => [
    name,
    ...libraries.map((library) => showNumber(sizes.get(library.name)![of] / by)),
  ]
  return {
    rows: [
      row('loaded to record one event, kB gzip', 'loaded', 1000),
      row('bundled with all it brings, kB gzip', 'gzip', 1000),
      row('packages that it brings', 'packages'),
      row(`requests of ${commands} commands of one event`, 'requests'),
      row('bytes of their bodies, as sent', 'bytes'),
    ],
    notes: [
      'The bundle has the small program in it, and of ours the contract, both module forms and everything that is loaded late; ours is not compressed on the wire.',
    ],
    verdicts: [],
  }
}

function gzipped(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length
}

async function measureWire(
  library: Library,
  folder: string,
  file: string,
  commands: number,
): Promise<{ requests: number; bytes: number }> {
  const taker = await openTaker()
  try {
    const env = environmentOf(library, folder, true, { BENCH_MODE: 'command', BENCH_ENDPOINT: taker.url })
    for (let i = 0; i < commands; i++) await runApart(file, env)
    if (isOurs(library)) {
      const home = join(folder, library.name)
      const state = join(home, 'state', 'bench', 'telemetry')
      const flush = { BENCH_TELEMETRY: '1', BENCH_ENDPOINT: taker.url, BENCH_STATE: state, BENCH_DAYS: '1' }
      await runApart(await bundleSubject('flush-ours', 'esm'), bareEnvironment(home, flush))
    }
    return { requests: taker.bodies.length, bytes: taker.bytes() }
  } finally {
    await taker.close()
  }
}
