// Builds what is published, and the dashboard. `node tools/build.ts [--contract] [--codegen] [--client] [--dashboard] [--cli] [--force]`;
// no name builds everything. A part whose inputs are the same as at its last build is left as it is.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bundleDeclarations, bundleSource, bundleTogether } from './bundle-door.ts'
import { inputHash } from './input-hash.ts'
import { root, runCommand } from './run-command.ts'
import { doorsOf, readRoom, type Room } from './workspace.ts'

interface Part {
  name: string
  folder: string
  /** Rooms whose sources go into the output. */
  rooms: string[]
  /** Parts that have to be built before this one. */
  after: string[]
  build: (room: Room) => Promise<void>
}

const parts: Part[] = [
  { name: 'contract', folder: 'packages/contract', rooms: [], after: [], build: buildDoors },
  { name: 'codegen', folder: 'packages/codegen', rooms: ['contract'], after: [], build: buildDoors },
  { name: 'client', folder: 'packages/client', rooms: ['contract'], after: [], build: buildDoors },
  {
    name: 'dashboard',
    folder: 'packages/dashboard',
    rooms: ['contract', 'questions'],
    after: [],
    build: buildDashboard,
  },
  {
    name: 'cli',
    folder: 'packages/cli',
    rooms: ['contract', 'codegen', 'client', 'questions', 'store', 'collector', 'server'],
    after: ['dashboard'],
    build: buildCommand,
  },
]

// What the client loads late.
//
// The node door as an ES module is one file and loads nothing more to count. As CommonJS it is two: `node.cjs`, in which is what decides
// whether there is anything to record, and `node-recorder.cjs`, which it loads for the first record. What a process seldom needs lies
// beside them, once, as CommonJS, which both forms can load at once; a late file takes what it shares with them from `node-recorder.cjs`.
//
// A late file is one line in the source that needs it (packages/client/beside-door.ts finds it, and it needs no line here):
//   const errors = requireBeside('./errors.ts')             at once; in files that are late themselves: import `requireBeside`
//   const { f } = await import('./errors.ts')               where its caller can wait; in the door too
// Both load `dist/node-errors.cjs`. In the door itself, something new is best an export of `node/control.ts`, which `loadControl` loads.
//
// A door is published once, as CommonJS, and its other form names what that gives. In both forms are those that a tool loads as it
// starts: a file more costs it a fifth of a millisecond; and what imports the host's own framework, of which there would be two.
const inBothForms = ['./node', './contract']
/** Doors for one command framework each, in both forms; they are the same but for the framework. */
const together = ['./commander', './yargs', './citty', './oclif', './plain']
/** Doors that share so much with the node door that they take it from there. */
const besideNode = ['./testing']

/** Bundles each door of a room, and the declarations of all of them. */
async function buildDoors(room: Room): Promise<void> {
  const doors = doorsOf(room)
  refuseMissing(doors.map((door) => door.source))
  const isClient = room.folder === 'packages/client'
  const beside = doors.filter((door) => isClient && besideNode.includes(door.key)).map((door) => door.source)
  const files = new Map<string, string>()
  const alike = doors.filter((door) => isClient && together.includes(door.key))
  for (const format of alike.length > 0 ? (['esm', 'cjs'] as const) : [])
    for (const { fileName, code } of await bundleTogether(room, alike, format)) files.set(fileName, code)
  for (const door of doors) {
    if (beside.includes(door.source) || alike.includes(door)) continue
    const once = isClient && !inBothForms.includes(door.key)
    for (const format of once ? (['cjs'] as const) : door.commonJs ? (['esm', 'cjs'] as const) : (['esm'] as const)) {
      const chunks = await bundleSource(room, door.source, door.name, format, door.key === './node' ? beside : [])
      for (const { fileName, code, exports, facadeModuleId } of chunks) {
        files.set(fileName, code)
        if ((once && facadeModuleId === door.source) || beside.includes(facadeModuleId ?? ''))
          files.set(fileName.replace(/\.cjs$/, '.js'), `export { ${exports.join(', ')} } from './${fileName}'\n`)
      }
    }
  }
  const isCommonJs = doors.some((door) => door.commonJs)
  for (const { fileName, code } of await bundleDeclarations(room, doors)) {
    if (!isCommonJs) files.set(fileName, code)
    else {
      // A CommonJS importer must find declarations that say CommonJS, or the compiler takes the module for the other form. They are
      // published once: the other form may take its types from there, and then a brand is the same in both.
      const commonJs = fileName.replace(/\.d\.ts$/, '.d.cts')
      files.set(commonJs, code.replaceAll(/(from "\.\/[^"]+)\.js"/g, '$1.cjs"'))
      if (doors.some((door) => `${door.name}.d.ts` === fileName))
        files.set(fileName, `export * from './${commonJs.replace(/\.d\.cts$/, '.cjs')}'\n`)
    }
  }
  writeOutput(room, files)
}

/** Builds the page with its own bundler. */
async function buildDashboard(room: Room): Promise<void> {
  refuseMissing([join(room.path, 'index.html')])
  rmSync(join(room.path, 'dist'), { recursive: true, force: true })
  const { code, output } = await runCommand('vite', ['build', '--logLevel', 'warn'], {
    cwd: room.path,
    env: { NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Error(output.trim())
}

/** Bundles the command with the server rooms inside, each process entry a file, and puts the built page beside them. */
async function buildCommand(room: Room): Promise<void> {
  const entries = {
    plainsight: join(room.path, 'src', 'main.ts'),
    'contract-child': join(room.path, 'src', 'contract-child.ts'),
    'store-child': join(root, 'packages', 'store', 'src', 'child', 'main.ts'),
  }
  refuseMissing(Object.values(entries))
  const files = new Map<string, string>()
  for (const [name, source] of Object.entries(entries)) {
    for (const chunk of await bundleSource(room, source, name, 'esm')) files.set(chunk.fileName, chunk.code)
  }
  writeOutput(room, files)
  cpSync(join(root, 'packages/dashboard/dist'), join(room.path, 'dist', 'dashboard'), { recursive: true })
}

function refuseMissing(sources: readonly string[]): void {
  const missing = sources.filter((source) => !existsSync(source)).map((source) => relative(root, source))
  if (missing.length > 0) throw new Error(`not written yet: ${missing.join(', ')}`)
}

function writeOutput(room: Room, files: ReadonlyMap<string, string>): void {
  const dist = join(room.path, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  for (const [name, code] of files) writeFileSync(join(dist, name), code)
  // What is published carries its licence; npm takes the file from the package's own folder only.
  cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))
}

/** What the last build of a part read and wrote. Kept outside `dist`, where it would be packed. */
function stampPath(part: Part): string {
  return join(root, 'node_modules', '.cache', 'plainsight-build', part.name)
}

function stampOf(part: Part): string {
  const rooms = [
    part.folder,
    ...part.rooms.map((room) => `packages/${room}`),
    ...part.after.map((name) => `packages/${name}`),
  ]
  const inputs = inputHash([
    ...rooms.flatMap((folder) => [`${folder}/package.json`, `${folder}/src/**`]),
    `${part.folder}/index.html`,
    `${part.folder}/vite.config.*`,
    `${part.folder}/public/**`,
    'spec/*.json',
    'spec/known/**',
    'contracts/*.telemetry.ts',
    'package-lock.json',
    'tools/build.ts',
    'tools/bundle-door.ts',
    'packages/client/{admit-only,beside-door}.ts',
  ])
  const written = globSync(`${part.folder}/dist/**`, { cwd: root })
    .sort()
    .map((file) => `${file} ${statSync(join(root, file)).size}`)
  return `${inputs}\n${written.join('\n')}\n`
}

async function build(part: Part, force: boolean): Promise<boolean> {
  const started = performance.now()
  const stamp = stampPath(part)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(part)) {
    console.log(`build ${part.name}: as it was`)
    return true
  }
  try {
    await part.build(readRoom(part.folder))
    mkdirSync(join(stamp, '..'), { recursive: true })
    writeFileSync(stamp, stampOf(part))
    console.log(`build ${part.name}: done, ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return true
  } catch (error) {
    console.log(`build ${part.name}: failed: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

const flags = process.argv.slice(2).map((flag) => flag.replace(/^--/, ''))
const named = flags.filter((flag) => flag !== 'force')
const unknown = named.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length > 0) {
  console.log(`build: no part is called ${unknown.join(', ')}; there are ${parts.map((part) => part.name).join(', ')}`)
  process.exitCode = 2
} else {
  const wanted = new Set(named.length > 0 ? named : parts.map((part) => part.name))
  for (const part of parts) if (wanted.has(part.name)) part.after.forEach((name) => wanted.add(name))
  const built = new Set<string>()
  for (const part of parts) {
    if (!wanted.has(part.name)) continue
    const missing = part.after.filter((name) => !built.has(name))
    if (missing.length > 0) console.log(`build ${part.name}: left out, because ${missing.join(', ')} was not built`)
    else if (await build(part, flags.includes('force'))) built.add(part.name)
  }
  process.exitCode = built.size === wanted.size ? 0 : 1
}
