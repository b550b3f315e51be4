// How the files that are loaded late come to lie beside the node door: see tools/build.ts.
import { basename, join } from 'node:path'
import type { Plugin, PreRenderedChunk } from 'rolldown'

const src = join(import.meta.dirname, 'src')
const DOOR = join(src, 'node.ts')

/** `requireBeside('./errors.ts')`, at once, and `import('./errors.ts')`, a moment later. */
const REQUIRED = /\brequireBeside\('\.\/((?:[a-z0-9-]+\/)*[a-z0-9-]+)\.ts'\)/g
const IMPORTED = /\bimport\('(?:\.{1,2}\/)+((?:[a-z0-9-]+\/)*[a-z0-9-]+)\.ts'\)/g

/** A statement that tells the bundler of the late files, and that is taken out of what it made. */
const MARK = 'globalThis.plainsightBeside'
const MARKED = /^globalThis\.plainsightBeside\(.*\);\n/gm

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
    resolveId: (id) => (/^\.\/node-[a-z0-9-]+\.cjs$/.test(id) ? { id, external: true } : undefined),
    transform(code, id) {
      if (!id.startsWith(src)) return undefined
      const late: string[] = id === DOOR ? [...doors] : []
      const named = code.replaceAll(REQUIRED, (_, path: string) => {
        late.push(join(id, '..', `${path}.ts`))
        return `requireBuilt("./${besideName(path)}")`
      })
      if (format === 'esm') return named.replaceAll(IMPORTED, (_, path: string) => `import("./${besideName(path)}")`)
      if (late.length === 0) return named
      return `${named}\n${MARK}(${late.map((source) => `() => import(${JSON.stringify(source)})`).join(', ')})\n`
    },
    renderChunk(code) {
      // `require` as the bundlers of hosts must see it, and this one must not.
      const made = code.replaceAll(MARKED, '').replaceAll('requireBuilt(', 'require(')
      if (made.includes(MARK)) throw new Error(`A mark of a late file was left in what was made:\n${made}`)
      return made
    },
  }
}

/** The file names of what lies beside the node door, for the bundler's options. */
export function besideFileName({ facadeModuleId, name }: PreRenderedChunk, doors: readonly string[] = []): string {
  const isDoor = doors.includes(facadeModuleId ?? '')
  return isDoor ? `${basename(facadeModuleId!, '.ts')}.cjs` : `node-${name}.cjs`
}
