import { builtinModules } from 'node:module'
import { rolldown, type OutputChunk, type OutputOptions, type Plugin, type RolldownBuild } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { admitOnly } from '../packages/client/admit-only.ts'
import { besideDoor, besideFileName, entriesOf, generateBeside } from '../packages/client/beside-door.ts'
import { doorsOf, readRooms, type Door, type Room } from './workspace.ts'

/** The module forms a door is published in. */
export type DoorFormat = 'esm' | 'cjs'

// Rooms are bundled from their sources: nothing is built between them.
const conditionNames = ['plainsight-source', 'node', 'import', 'default']

// Start-up costs by size (loading a file of 10, 30, 100 kB takes 0.5, 0.7, 1.9 ms): what a user's tool loads is made as small as it can be. What a maintainer
// installs keeps its names and line ends, so that it can be read where it lies.
const smallest = ['@plainsight/client']

/** True for a module that stays an import in the bundle: a built-in one, or a dependency its installer brings. */
function staysOutside(room: Room): (id: string) => boolean {
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = room.manifest
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })
  return (id) =>
    id.startsWith('node:') ||
    builtinModules.includes(id) ||
    names.some((name) => id === name || id.startsWith(`${name}/`))
}

/**
 * Bundles one source file of a room with everything the room does not get from its installer.
 * Returns the chunks, the door's own first; code that is loaded late is a chunk of its own.
 * Throws with the bundler's message when the source does not resolve.
 * @param beside the sources of doors that lie beside this one and take from it what they share
 */
export async function bundleSource(
  room: Room,
  source: string,
  name: string,
  format: DoorFormat,
  beside: readonly string[] = [],
): Promise<OutputChunk[]> {
  const ending = format === 'cjs' ? 'cjs' : 'js'
  const isSmall = smallest.includes(room.manifest.name)
  const files: OutputChunk[] = []
  for (const input of isSmall ? entriesOf(source, name, format) : [{ [name]: source }]) {
    const bundle = await openBundle(room, input, format, beside)
    const made = await generateBeside(bundle, {
      ...outputOf(room, format),
      chunkFileNames: isSmall ? (chunk) => besideFileName(chunk, beside) : `${name}-[name].${ending}`,
    })
    files.push(...made)
    await bundle.close()
  }
  return files
}

/** Bundles doors that share most of what they are: a file for each, and one for what they share. */
export async function bundleTogether(room: Room, doors: readonly Door[], format: DoorFormat): Promise<OutputChunk[]> {
  const input = Object.fromEntries(doors.map((door) => [door.name, door.source]))
  const bundle = await openBundle(room, input, format)
  const { output } = await bundle.generate({
    ...outputOf(room, format),
    chunkFileNames: `[name].${format === 'cjs' ? 'cjs' : 'js'}`,
  })
  await bundle.close()
  return output.filter((file) => file.type === 'chunk')
}

function openBundle(
  room: Room,
  input: { readonly [name: string]: string },
  format: DoorFormat,
  beside: readonly string[] = [],
): Promise<RolldownBuild> {
  return rolldown({
    cwd: room.path,
    input: { ...input },
    platform: 'node',
    // What the door shares with the code behind a dynamic import stays in the door's own file (start-up loads one file); the
    // later file imports it from there, so the door has a few more names at run time than its declarations list.
    preserveEntrySignatures: 'allow-extension',
    external: staysOutside(room),
    resolve: { conditionNames },
    // Asked for where there is no `require`; in CommonJS there is.
    ...(format === 'cjs' ? { transform: { define: { 'import.meta.url': '""' } } } : {}),
    // No getter of ours does anything: half a field type is left out where only its other half is used.
    treeshake: { propertyReadSideEffects: false },
    plugins: smallest.includes(room.manifest.name) ? [admitOnly, besideDoor(format, beside)] : [],
    logLevel: 'warn',
  })
}

function outputOf(room: Room, format: DoorFormat): OutputOptions {
  return {
    format,
    entryFileNames: `[name].${format === 'cjs' ? 'cjs' : 'js'}`,
    minify: smallest.includes(room.manifest.name) || {
      compress: true,
      mangle: false,
      codegen: { removeWhitespace: false },
    },
    minifyInternalExports: true,
    generatedCode: { symbols: false },
    // Marks for the bundlers of hosts, which leave nothing out of CommonJS.
    comments: { legal: true, annotation: format === 'esm', jsdoc: false },
  }
}

/**
 * Bundles the declarations of all doors of a room, types of bundled rooms included.
 * Types that several doors speak of are in one chunk, so that a brand made behind one door is the same behind another.
 */
export async function bundleDeclarations(room: Room, doors: readonly Door[]): Promise<OutputChunk[]> {
  const bundle = await rolldown({
    cwd: room.path,
    input: Object.fromEntries(doors.map((door) => [door.name, door.source])),
    platform: 'node',
    external: staysOutside(room),
    resolve: { conditionNames },
    plugins: [
      declarationsFromSources(staysOutside(room)),
      dts({ oxc: true, emitDtsOnly: true, tsconfig: false }) as Plugin[],
    ],
    logLevel: 'warn',
  })
  const { output } = await bundle.generate({
    format: 'esm',
    chunkFileNames: 'types-[name].js',
    minifyInternalExports: false,
  })
  await bundle.close()
  return output.filter((file) => file.type === 'chunk')
}

/**
 * Finds the declarations of a bundled room in its source. The declaration plugin knows no export condition and would take
 * them from the room's last build, whatever its age.
 */
function declarationsFromSources(outside: (id: string) => boolean): Plugin {
  const sources = new Map(
    readRooms().flatMap((room) => doorsOf(room).map((door) => [room.manifest.name + door.key.slice(1), door.source])),
  )
  return {
    name: 'declarations-from-sources',
    resolveId: {
      order: 'pre',
      async handler(id, importer) {
        const source = sources.get(id)
        if (source === undefined || outside(id) || !importer?.endsWith('.d.ts')) return null
        await this.load({ id: source })
        return source.replace(/\.ts$/, '.d.ts')
      },
    },
  }
}
