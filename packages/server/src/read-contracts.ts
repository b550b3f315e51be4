import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs'
import { join, relative } from 'node:path'
import { parseLock, type Lock } from '@plainsight/contract/lock'

/** The locks below a folder, or one sentence about what is wrong there. */
export type ContractsRead =
  | { readonly kind: 'locks'; readonly locks: readonly Lock[] }
  | { readonly kind: 'refused'; readonly message: string }

// Of dependencies and outputs: what stands there is somebody else's, or a copy.
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'coverage', 'target', 'vendor'])
const CONTRACT = /\.telemetry\.([cm]?[jt]s)$/

/**
 * Reads every `*.lock.json` below a folder. A contract that has no lock beside it is an error: without one nobody has agreed to it.
 */
export function readContracts(folder: string): ContractsRead {
  if (!existsSync(folder)) return refused(`There is no folder ${folder} to read contracts from.`)
  const files = filesBelow(folder)
  for (const file of files) {
    if (!CONTRACT.test(file) || /\.(?:test|spec|d)\.[cm]?[jt]s$/.test(file)) continue
    if (existsSync(file.replace(CONTRACT, '.telemetry.lock.json'))) continue
    const name = relative(process.cwd(), file)
    return refused(`The contract ${name} has no lock: run \`plainsight generate ${name}\`, which makes it.`)
  }
  const locks: Lock[] = []
  for (const file of files.filter((path) => path.endsWith('.lock.json'))) {
    const read = parseLock(readFileSync(file, 'utf8'))
    if (read.kind === 'refused') return refused(`${relative(process.cwd(), file)}: ${read.message}`)
    locks.push(read.lock)
  }
  if (locks.length > 0) return { kind: 'locks', locks }
  return refused(`There is no lock (*.lock.json) below ${folder}: \`plainsight generate\` makes one for each contract.`)
}

function filesBelow(root: string): string[] {
  const found: string[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of entriesOf(folder)) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue
      if (entry.isDirectory()) folders.push(join(folder, entry.name))
      else if (entry.isFile()) found.push(join(folder, entry.name))
    }
  return found.sort((a, b) => (a < b ? -1 : 1))
}

// A folder that may not be read holds no contract of ours.
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function refused(message: string): ContractsRead {
  return { kind: 'refused', message }
}
