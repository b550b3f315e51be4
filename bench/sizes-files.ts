import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readRoom } from '../tools/workspace.ts'
import { bundleWhole } from './measure/bundle-subject.ts'
import { atMost, showNumber, type Report } from './report.ts'

const root = join(import.meta.dirname, '..')

/** Bytes of what is published and of what the page brings first, beside posthog-node bundled in the same way. */
export async function measureFiles(): Promise<Report> {
  const room = readRoom('packages/client')
  const dist = join(room.path, 'dist')
  const door = (name: string): number => gzipSize(readFileSync(join(dist, `${name}.js`)))
  const published = globSync('**', { cwd: dist }).filter((file) => statSync(join(dist, file)).isFile())
  const installed = ['package.json', ...published.map((file) => join('dist', file))].reduce(
    (sum, file) => sum + statSync(join(room.path, file)).size,
    0,
  )
  const dependencies = Object.keys(room.manifest.dependencies ?? {}).length
  const peer = await peerSize()
  const view = firstView()
  return {
    tables: [
      {
        title: 'What is loaded and installed',
        columns: ['what', 'bytes', 'gzip'],
        rows: [
          ...['node', 'contract', 'commander', 'testing'].map((name) => [
            `@plainsight/client/${name}`,
            showNumber(statSync(join(dist, `${name}.js`)).size),
            showNumber(door(name)),
          ]),
          ['posthog-node with what it brings, as a bundler makes it', showNumber(peer.bytes), showNumber(peer.gzip)],
          [`@plainsight/client installed, ${published.length + 1} files`, showNumber(installed), ''],
          ['dashboard, first view', showNumber(view.bytes), showNumber(view.gzip)],
        ],
      },
    ],
    verdicts: [
      atMost('node door, gzip', 'count', 14_000, door('node'), 'bytes'),
      atMost('node door as CommonJS with what records, gzip', 'count', 14_000, recordPath(dist), 'bytes'),
      atMost('authoring door, gzip', 'count', 2_000, door('contract'), 'bytes'),
      atMost('client installed', 'count', 400_000, installed, 'bytes'),
      atMost('dependencies of the client', 'count', 0, dependencies, ''),
      atMost('dashboard, first view, gzip', 'count', 250_000, view.gzip, 'bytes'),
    ],
  }
}

/** The two files of the node door as CommonJS, in the order in which the package has them. */
function recordPath(dist: string): number {
  return gzipSize(['node-recorder.cjs', 'node.cjs'].map((file) => readFileSync(join(dist, file), 'utf8')).join(''))
}

function gzipSize(bytes: Buffer | string): number {
  return gzipSync(bytes, { level: 9 }).length
}

// Bundled into one file with everything that it brings.
async function peerSize(): Promise<{ bytes: number; gzip: number }> {
  const code = readFileSync(await bundleWhole('create-posthog', 'esm'))
  return { bytes: code.length, gzip: gzipSize(code) }
}

/** What the browser needs to draw the first page: the document, and what it names or what that imports at once. */
function firstView(): { bytes: number; gzip: number } {
  const dist = join(root, 'packages', 'dashboard', 'dist')
  const seen = new Set(['index.html'])
  let bytes = 0
  let gzip = 0
  for (const file of seen) {
    const text = readFileSync(join(dist, file))
    bytes += text.length
    gzip += gzipSize(text)
    const named = file.endsWith('.html')
      ? text.toString().matchAll(/(?:src|href)="\/app\/([^"]+)"/g)
      : text.toString().matchAll(/\b(?:from|import)\s*["']\.\/([\w.-]+)["']/g)
    for (const [, name = ''] of named) seen.add(file.endsWith('.html') ? name : join('assets', name))
  }
  return { bytes, gzip }
}
