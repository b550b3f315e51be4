// Runs in a process of its own: imports one contract file and writes what it exports to file descriptor 3, as JSON. Whatever the
// file does (prints, throws, never ends, exits) happens here and not in the command.
import { existsSync, writeSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { describeThrown } from './describe-thrown.ts'
import { findUnplain } from './find-unplain.ts'

const AUTHORING = '@plainsight/client/contract'
const [file, ownCopy] = process.argv.slice(2) as [string, string]

// A contract's own package may have no copy of the authoring door, or one that is not built: then it gets the command's.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== AUTHORING) return next(specifier, context)
    try {
      const own = next(specifier, context)
      if (existsSync(fileURLToPath(own.url))) return own
    } catch {
      // Not installed there.
    }
    return { url: ownCopy, shortCircuit: true }
  },
})

// A copy that runs from sources finds the rooms it is made of through the same condition, and so does a contract of the same checkout
// what else it imports of the client (`@plainsight/client/campaign`) before anything was built.
if (ownCopy.endsWith('.ts')) {
  registerHooks({
    resolve(specifier, context, next) {
      const fromSource = (): ReturnType<typeof next> =>
        next(specifier, { ...context, conditions: ['plainsight-source', ...context.conditions] })
      if (context.parentURL === ownCopy) return fromSource()
      try {
        return next(specifier, context)
      } catch (thrown) {
        if (specifier.startsWith('@plainsight/')) return fromSource()
        throw thrown
      }
    },
  })
}

function answer(given: object): never {
  writeSync(3, JSON.stringify(given))
  process.exit(0)
}

let exported: { readonly default?: unknown }
try {
  exported = (await import(pathToFileURL(file).href)) as typeof exported
} catch (thrown) {
  answer({ kind: 'refused', ...describeThrown(thrown, pathToFileURL(file).href) })
}
const contract = exported.default
if (typeof contract !== 'object' || contract === null || Array.isArray(contract)) {
  const found =
    contract === undefined
      ? 'it has no default export'
      : `its default export is ${inspect(contract, { depth: 0 }).slice(0, 60)}`
  answer({ kind: 'refused', message: `It has to \`export default defineContract({ … })\`; ${found}.` })
}
const unplain = findUnplain(contract)
if (unplain !== undefined) answer({ kind: 'refused', message: unplain })
answer({ kind: 'contract', contract })
