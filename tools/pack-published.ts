import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import { readRooms, type Room } from './workspace.ts'

/** A published package, packed as npm would publish it. */
export interface PackedPackage {
  room: Room
  /** Full path of the tarball. */
  tarball: string
  /** Bytes after unpacking. */
  unpackedBytes: number
  files: string[]
}

/** The rooms that are published: all that are not private, and not an example. */
export function publishedRooms(): Room[] {
  return readRooms().filter((room) => !room.manifest.private)
}

/**
 * Packs a folder with a manifest into `into`.
 * Throws with npm's words when it cannot.
 */
export async function pack(room: Room, into: string): Promise<PackedPackage> {
  const { code, output } = await runCommand('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], {
    cwd: room.path,
  })
  if (code !== 0) throw new Error(`npm pack of ${room.folder} failed: ${output}`)
  // npm prints its warnings before the JSON.
  const parsed = JSON.parse(output.slice(output.search(/^[[{]/m))) as Packed[] | Record<string, Packed>
  const [packed] = Object.values(parsed)
  if (packed === undefined) throw new Error(`npm pack of ${room.folder} said nothing`)
  return {
    room,
    tarball: join(into, packed.filename),
    unpackedBytes: packed.unpackedSize,
    files: packed.files.map((file) => file.path),
  }
}

interface Packed {
  filename: string
  unpackedSize: number
  files: { path: string }[]
}
