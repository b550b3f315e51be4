import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run-command.ts'

/** The parts of a package manifest that the tools read. */
export interface Manifest {
  name: string
  version: string
  private?: boolean
  type?: string
  exports?: Record<string, Record<string, unknown>>
  bin?: Record<string, string>
  files?: string[]
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** One workspace: its folder from the root, such as `packages/client`, and its manifest. */
export interface Room {
  folder: string
  path: string
  manifest: Manifest
}

/** A door of a published package: what another package may import. */
export interface Door {
  /** As in the manifest: `.` or `./node`. */
  key: string
  /** The name of its files in `dist`, without an ending. */
  name: string
  /** The source file's full path. */
  source: string
  /** True when the manifest names a CommonJS file too. */
  commonJs: boolean
}

/** Reads one workspace. Throws when its manifest is missing or no JSON: nothing works without it. */
export function readRoom(folder: string): Room {
  const path = join(root, folder)
  return { folder, path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest }
}

/** All workspaces that the root manifest names, in its order. */
export function readRooms(): Room[] {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }
  return workspaces
    .flatMap((pattern) => globSync(pattern, { cwd: root }).sort())
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map(readRoom)
}

/** The doors that a manifest's `exports` lists with a source, in its order. */
export function doorsOf(room: Room): Door[] {
  return Object.entries(room.manifest.exports ?? {}).flatMap(([key, conditions]) => {
    const source = conditions['plainsight-source']
    if (typeof source !== 'string') return []
    // Files lie flat: the door `./sinks/http` is the file `sinks-http`.
    const name = key === '.' ? 'index' : key.slice(2).replaceAll('/', '-')
    return [{ key, name, source: join(room.path, source), commonJs: conditions['require'] !== undefined }]
  })
}
