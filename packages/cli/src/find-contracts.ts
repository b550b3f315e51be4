import { readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'coverage', 'target', 'vendor'])

/** How a contract file's name ends. */
export const CONTRACT_ENDING: RegExp = /\.telemetry\.[cm]?[jt]s$/

/** Every contract file below a folder, sorted; folders of dependencies and outputs, and hidden ones, are left out. */
export function findContracts(root: string): string[] {
  const found: string[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readableEntries(folder)) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile() && CONTRACT_ENDING.test(entry.name) && !entry.name.includes('.test.')) found.push(path)
    }
  }
  return found.sort()
}

function readableEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
