import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './run-command.ts'
import { readRooms, type Room } from './workspace.ts'

/** Rooms that get the world handed in: no built-in module, no types of a place. */
const pureRooms = ['contract', 'codegen', 'questions']

/** Rooms that stand around the product and may use all of it. */
const around = ['bench', 'e2e', 'tools']

const rooms = readRooms()
const published = new Set(rooms.filter((room) => !room.manifest.private).map((room) => room.manifest.name))
const nameToRoom = new Map(rooms.map((room) => [room.manifest.name, shortName(room)]))

function shortName(room: Room): string {
  return room.folder.split('/').at(-1)!
}

/** The room table of docs/architecture.md: what each room may import of the others. */
const mayImport = new Map<string, string[]>()
for (const line of readFileSync(join(root, 'docs', 'architecture.md'), 'utf8').split('\n')) {
  const [, names = '', allowed = ''] = line.split('|')
  for (const [, folder = ''] of names.matchAll(/\]\(\.\.\/([a-z/-]+)\)/g)) {
    const words: string[] = allowed.match(/[a-z-]+/g) ?? []
    mayImport.set(
      folder,
      rooms.map(shortName).filter((name) => words.includes(name)),
    )
  }
}

function roomsAmong(dependencies: Record<string, string> | undefined): string[] {
  return Object.keys(dependencies ?? {})
    .flatMap((name) => nameToRoom.get(name) ?? [])
    .sort()
}

/** Every module that a room's own source names in an import, an export or a dynamic import; tests count around the product only. */
function importsOf(room: Room): { file: string; name: string }[] {
  const isAround = around.includes(shortName(room))
  const found = globSync(isAround ? '**/*.ts' : 'src/**/*.{ts,tsx}', {
    cwd: room.path,
    exclude: (name) => ['node_modules', 'dist', 'packed-install'].includes(name),
  })
  const files = found.filter((file) => isAround || (!/\.test(-d)?\.tsx?$/.test(file) && !file.endsWith('-suite.ts')))
  return files.flatMap((file) => {
    const source = readFileSync(join(room.path, file), 'utf8')
    const names = source.matchAll(
      /^(?:import|export)\s[^'"=;]*\bfrom\s+['"]([^'"]+)['"]|(?:^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm,
    )
    return [...names].map((match) => ({ file, name: match[1] ?? match[2]! }))
  })
}

describe('the rooms', () => {
  it('are all in the table', () => {
    const folders = rooms.filter((room) => !around.includes(shortName(room))).map((room) => room.folder)
    expect([...mayImport.keys()].sort()).toEqual(folders.sort())
  })

  for (const room of rooms.filter((candidate) => mayImport.has(candidate.folder))) {
    it(`${room.folder} declares no room outside its line of the table`, () => {
      const declared = roomsAmong({ ...room.manifest.dependencies, ...room.manifest.devDependencies })
      expect(declared.filter((name) => !mayImport.get(room.folder)!.includes(name))).toEqual([])
    })

    it(`${room.folder} reaches into no other room by path`, () => {
      const outside = importsOf(room).filter(
        ({ file, name }) =>
          name.startsWith('.') && join(room.folder, file, '..', name).split('/')[1] !== room.folder.split('/')[1],
      )
      expect(outside).toEqual([])
    })
  }

  for (const room of rooms) {
    it(`${room.folder} imports no room that it does not declare`, () => {
      const { dependencies, devDependencies } = room.manifest
      const declared = new Set([...roomsAmong(dependencies), ...roomsAmong(devDependencies), shortName(room)])
      const undeclared = importsOf(room).filter(({ name }) => {
        const target = [...nameToRoom].find(
          ([packageName]) => name === packageName || name.startsWith(`${packageName}/`),
        )
        return target !== undefined && !declared.has(target[1])
      })
      expect(undeclared).toEqual([])
    })
  }

  for (const room of rooms.filter((candidate) => published.has(candidate.manifest.name))) {
    it(`${room.folder} is published and depends on published packages only`, () => {
      const unpublished = Object.keys(room.manifest.dependencies ?? {}).filter(
        (name) => nameToRoom.has(name) && !published.has(name),
      )
      expect(unpublished).toEqual([])
    })
  }

  for (const room of rooms.filter((candidate) => pureRooms.includes(shortName(candidate)))) {
    it(`${room.folder} is pure: no built-in module, no types of a place`, () => {
      expect(importsOf(room).filter(({ name }) => name.startsWith('node:'))).toEqual([])
      const { compilerOptions } = JSON.parse(readFileSync(join(room.path, 'tsconfig.json'), 'utf8')) as {
        compilerOptions?: { lib?: string[]; types?: string[] }
      }
      expect(compilerOptions?.types ?? []).toEqual([])
      expect(compilerOptions?.lib ?? ['es2023']).toEqual(['es2023'])
    })
  }

  it('bring nothing with the client: it has no dependencies at all', () => {
    const client = rooms.find((room) => room.manifest.name === '@plainsight/client')!
    expect(client.manifest.dependencies).toBeUndefined()
  })

  it('of one repository have one version', () => {
    const versions = new Set(
      rooms.filter((room) => room.folder.startsWith('packages/')).map((room) => room.manifest.version),
    )
    const asked = rooms.flatMap((room) =>
      Object.entries({ ...room.manifest.dependencies, ...room.manifest.devDependencies })
        .filter(([name]) => nameToRoom.has(name))
        .map(([, version]) => version),
    )
    expect([...versions]).toHaveLength(1)
    expect(asked.filter((version) => !versions.has(version))).toEqual([])
  })

  it('use exact versions', () => {
    const manifests = [
      ...rooms.map((room) => room.manifest),
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
    ]
    const loose = manifests.flatMap((manifest: Room['manifest']) =>
      Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      }).filter(([, version]) => !/^\d/.test(version)),
    )
    expect(loose).toEqual([])
  })
})
