// How the files that are loaded late come to lie beside the node door: see tools/build.ts.
import { PROBES } from '../contract/src/probes.ts'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { OutputChunk, OutputOptions, Plugin, PreRenderedChunk, RolldownBuild } from 'rolldown'

const src = join(import.meta.dirname, 'src')
const DOOR = join(src, 'node.ts')
const RECORDER = join(src, 'node', 'recorder.ts')
const LOAD_RECORDER = join(src, 'node', 'load-recorder.ts')
const CONTROL = join(src, 'node', 'control.ts')

/** `requireBeside('./errors.ts')`, at once, and `import('./errors.ts')`, a moment later. */
const REQUIRED = /\brequireBeside\('\.\/((?:[a-z0-9-]+\/)*[a-z0-9-]+)\.ts'\)/g
const IMPORTED = /(?<!typeof )\bimport\('(?:\.{1,2}\/)+((?:[a-z0-9-]+\/)*[a-z0-9-]+)\.ts'\)/g

/** Probes of which the door has the declaration itself. */
const USUAL_PROBES = ['os', 'osVersion', 'arch', 'runtime', 'runtimeVersion', 'productVersion', 'ci'] as const
const DOOR_PROBES = '\0door-probes'

/** What loads another file, in CommonJS: there `require` is all that it takes. What each gives is told where the sources have it. */
const LOADERS: { readonly [source: string]: string } = {
  [LOAD_RECORDER]: `
    export const isBeside = true
    export const loadRecorder = () => requireBuilt("./${besideName(RECORDER)}")`,
  [join(src, 'node', 'load-control.ts')]: `
    let loaded, isLost
    export const loadControl = () => {
      try {
        return isLost ? undefined : (loaded ??= requireBuilt("./${besideName(CONTROL)}"))
      } catch {
        isLost = true
      }
    }
    export const awaitControl = async () => loadControl()`,
}

/** A statement that tells the bundler of the late files, and that is taken out of what it made. */
const MARK = 'globalThis.plainsightBeside'
const MARKED = /^globalThis\.plainsightBeside\(.*\);\n/gm

/**
 * The entries that one door is bundled from. The node door as CommonJS is two files: the door itself, in which is what decides whether
 * there is anything to record, and beside it what records, from which every other late file takes what it shares.
 */
export function entriesOf(source: string, name: string, format: 'esm' | 'cjs'): { readonly [name: string]: string }[] {
  const isSplit = format === 'cjs' && source === DOOR
  return isSplit ? [{ [name]: source }, { [basename(besideName(RECORDER), '.cjs')]: RECORDER }] : [{ [name]: source }]
}

/** The name of a late file, in CommonJS for both kinds of host: `src/node/errors.ts` is `node-errors.cjs`. */
function besideName(source: string): string {
  return `node-${basename(source, '.ts')}.cjs`
}

/**
 * Makes `requireBeside('./errors.ts')` and `import('./errors.ts')` load the file `node-errors.cjs`, which is made when the door is
 * bundled as CommonJS. What a late file shares with the door is taken from the door, and what two of them share lies in a third.
 * @param doors the sources of doors that lie beside the node door in the same way
 */
export function besideDoor(format: 'esm' | 'cjs', doors: readonly string[] = []): Plugin {
  return {
    name: 'beside-door',
    async resolveId(id, importer) {
      if (/^\.\/node-[a-z0-9-]+\.cjs$/.test(id)) return { id, external: true }
      // Of the contract's probes the door has those that most contracts name; the others lie with what finds them out.
      if (id === './probes.ts' && importer?.endsWith('/contract/src/normal-event.ts')) return DOOR_PROBES
      // The field types with their words, which the command explains a contract with, are modules of their own: of the same file the
      // door has only what counting needs.
      const [from = '', words] = importer?.split('?') ?? []
      if (!/\/contract\/src\/(?:field-types|rare-gates)\.ts$/.test(from) && words === undefined) return undefined
      const found = await this.resolve(id, from, { skipSelf: true })
      return found !== null && /\/contract\/src\/(?:fields\/|round-digits\.ts$)/.test(found.id)
        ? { ...found, id: `${found.id}?words` }
        : found
    },
    load(id) {
      if (id === DOOR_PROBES) return doorProbes()
      return id.endsWith('?words') ? { code: readFileSync(id.slice(0, -6), 'utf8'), moduleType: 'ts' } : undefined
    },
    transform(code, id) {
      if (!id.startsWith(src)) return undefined
      if (format === 'cjs' && LOADERS[id] !== undefined) return LOADERS[id]
      const named = code
        .replaceAll(REQUIRED, (call, path: string, at: number) =>
          isComment(code, at) ? call : `requireBuilt("./${besideName(path)}")`,
        )
        .replaceAll(IMPORTED, (_, path: string) => {
          const file = `"./${besideName(path)}"`
          return format === 'esm' ? `import(${file})` : `Promise.resolve().then(() => requireBuilt(${file}))`
        })
      if (format === 'esm' || id !== RECORDER) return named
      // All of them here, whoever asks for them: only then stays what they share with what records in its file.
      const late = [...doors, ...lateFiles()].map((source) => `() => import(${JSON.stringify(source)})`)
      return `${named}\n${MARK}(${late.join(', ')})\n`
    },
    renderChunk(code) {
      // `require` as the bundlers of hosts must see it, and this one must not.
      const made = named(code.replaceAll(MARKED, '').replaceAll('requireBuilt(', 'require('))
      if (made.includes(MARK)) throw new Error(`A mark of a late file was left in what was made:\n${made}`)
      return made
    },
  }
}

/**
 * Generates the files of a bundle that was made with `besideDoor`, so that its entry is one file: what it shares with late files lies in it.
 * The bundler would put some of that beside it, for a late file that does not need the rest. What the first late file needs, which every
 * other comes after, is one file in the same way.
 */
export async function generateBeside(bundle: RolldownBuild, options: OutputOptions): Promise<OutputChunk[]> {
  const chunksOf = async (more: OutputOptions): Promise<OutputChunk[]> =>
    (await bundle.generate({ ...options, ...more })).output.filter((file) => file.type === 'chunk')
  const chunks = await chunksOf({})
  const entry = chunks.find((chunk) => chunk.isEntry)!
  const first = chunks.find((chunk) => chunk.facadeModuleId === CONTROL)
  if (first === undefined) return chunks
  const own = modulesFrom(entry, chunks)
  const parts = modulesFrom(first, chunks)
  const groups = [
    { name: entry.name, test: (id: string) => own.has(id) },
    // But for the file itself, which is known by its names.
    { name: 'parts', test: (id: string) => parts.has(id) && !own.has(id) && id !== CONTROL },
  ]
  return chunksOf({ codeSplitting: { includeDependenciesRecursively: false, groups } })
}

/** The modules that a chunk has or gets from chunks that it imports. */
function modulesFrom(chunk: OutputChunk, chunks: readonly OutputChunk[]): Set<string> {
  const found = new Set<string>()
  const reached = new Set([chunk])
  for (const { imports, modules } of reached) {
    for (const next of chunks) if (imports.includes(next.fileName)) reached.add(next)
    for (const [id, { renderedLength }] of Object.entries(modules)) if (renderedLength > 0) found.add(id)
  }
  return found
}

// In the place of the contract's own table: the same, looked up late where it is seldom asked for, and without words.
function doorProbes(): string {
  const usual = USUAL_PROBES.map((name) => `${name}: ${JSON.stringify({ ...PROBES[name], doc: '' })}`)
  return `import { loadControl } from ${JSON.stringify(join(src, 'node', 'load-control.ts'))}
export const PROBES = { __proto__: null, ${usual.join(', ')} }
export const isProbe = (name) => (PROBES[name] ??= loadControl()?.probeField(name)) !== undefined
`
}

// What records gives three dozen names to the late files, and says `exports` once for all of them.
function named(code: string): string {
  const given = /(?:^exports\.\w+ = [\w$]+;\s*){9,}$/m.exec(code)
  if (given === null) return code
  const names = [...given[0].matchAll(/exports\.(\w+) = ([\w$]+)/g)].map(([, name, value]) => `${name}:${value}`)
  return `${code.slice(0, given.index)}module.exports={${names.join(',')}};\n`
}

/** The sources that any file of the client loads late. */
function lateFiles(): Set<string> {
  const found = new Set<string>()
  const files = globSync('**/*.ts', { cwd: src, exclude: (name) => /\.test(-d)?\.ts$|^fixtures$/.test(name) })
  for (const file of files) {
    const code = readFileSync(join(src, file), 'utf8')
    for (const call of [...code.matchAll(REQUIRED), ...code.matchAll(IMPORTED)])
      if (!isComment(code, call.index)) found.add(join(src, file, '..', `${/\('(.*)'\)/.exec(call[0])![1]}`))
  }
  return found
}

function isComment(code: string, at: number): boolean {
  return /^\s*(?:\*|\/)/.test(code.slice(code.lastIndexOf('\n', at) + 1))
}

/** The file names of what lies beside the node door, for the bundler's options. */
export function besideFileName({ facadeModuleId, name }: PreRenderedChunk, doors: readonly string[] = []): string {
  const isDoor = doors.includes(facadeModuleId ?? '')
  return isDoor ? `${basename(facadeModuleId!, '.ts')}.cjs` : `node-${name}.cjs`
}
