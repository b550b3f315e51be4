import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundleSource, type DoorFormat } from './bundle-door.ts'
import { doorsOf, readRoom } from './workspace.ts'

// The numbers are the client's budgets of docs/benchmarks.md: bytes after gzip of what the door loads to count.
const ceilings: Record<string, number> = { './node': 14_000, './contract': 2_000 }

/** Doors for the frameworks that a host brings, and for what it is. Each is loaded beside the node door, so it is to be next to nothing. */
const adapters = [
  './commander',
  './yargs',
  './citty',
  './oclif',
  './plain',
  './mcp',
  './instrument',
  './workflow',
  './daemon',
  './editor',
  './llm',
  './install',
]
const adapterCeiling = 3_000

/** Built-in modules that cost milliseconds at first use; the record path needs none (measured: 1.7 to 5 ms each). */
const dearModules = ['crypto', 'http', 'https', 'http2', 'net', 'tls', 'dns', 'child_process', 'zlib', 'worker_threads']

const client = readRoom('packages/client')

/** What a door and the file that it loads to count are together, in the order in which a package has them. */
async function loadedToCount(key: string, format: DoorFormat): Promise<{ code: string; imports: string[] }> {
  const door = doorsOf(client).find((candidate) => candidate.key === key)!
  const chunks = await bundleSource(client, door.source, door.name, format)
  const entries = chunks.filter((chunk) => chunk.isEntry).toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))
  return { code: entries.map(({ code }) => code).join(''), imports: entries.flatMap(({ imports }) => imports) }
}

async function entryOf(key: string, format: DoorFormat): Promise<{ code: string; imports: string[] }> {
  const door = doorsOf(client).find((candidate) => candidate.key === key)!
  const chunks = await bundleSource(client, door.source, door.name, format)
  const entry = chunks.find((chunk) => chunk.isEntry)!
  return { code: entry.code, imports: entry.imports }
}

describe('the door of an adapter', () => {
  for (const format of ['esm', 'cjs'] as const) {
    for (const key of adapters) {
      it(`${key} (${format}) is one file of at most ${adapterCeiling} bytes gzip that brings nothing with it`, async () => {
        const { code, imports } = await entryOf(key, format)
        // Only commander's own classes are needed at run time; every other framework is handed in.
        expect(imports.filter((name) => name !== 'commander')).toEqual([])
        expect(code).not.toMatch(/\bgetBuiltinModule\b|\brequire\((?!["'`]commander["'`]\))/)
        expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(adapterCeiling)
      })
    }
  }
})

describe('what the client loads at start', () => {
  it('./node (cjs) is a small file, beside the one that records', async () => {
    const { code, imports } = await entryOf('./node', 'cjs')
    expect(imports).toEqual([])
    expect(code.match(/\brequire\([^)]*\)/g)).toEqual(['require("./node-recorder.cjs")'])
    expect(code.length).toBeLessThanOrEqual(3_000)
  })

  for (const format of ['esm', 'cjs'] as const) {
    for (const [key, ceiling] of Object.entries(ceilings)) {
      it(`${key} (${format}) takes at most ${ceiling} bytes gzip to count`, async () => {
        const { code, imports } = await loadedToCount(key, format)
        expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([])
        expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(ceiling)
      })
    }

    it(`./node (${format}) asks for no dear module at start`, async () => {
      const { code, imports } = await loadedToCount('./node', format)
      const asked = [...code.matchAll(/^(?:import\b.*?|.*?\brequire\()["'](?:node:)?([a-z0-9_/]+)["']/gm)].map(
        (match) => match[1]!,
      )
      const dear = [...imports.map((name) => name.replace(/^node:/, '')), ...asked].filter((name) =>
        dearModules.includes(name.split('/')[0]!),
      )
      expect(dear).toEqual([])
    })

    it(`./node (${format}) cannot name the machine or its user`, async () => {
      const { code } = await loadedToCount('./node', format)
      expect(code.match(/\b(hostname|userInfo|networkInterfaces|machineId)\b/g)).toBeNull()
    })

    it(`./contract (${format}) asks for no module at all`, async () => {
      const { code, imports } = await entryOf('./contract', format)
      expect(imports).toEqual([])
      expect(code).not.toMatch(/\brequire\(|\bgetBuiltinModule\b/)
    })
  }
})
