import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../tools/run-command.ts'

/** What is done to a file of the copy: its text before, and after. */
export type Edits = { readonly [file: string]: (text: string) => string }

/** A copy of the example tool with the built client installed, which a test may break. */
export interface AcmeCopy {
  readonly folder: string
  remove(): void
}

/** Copies the example tool into a folder of its own. Throws where an edit changes nothing: the break that it meant is not there. */
export function copyAcme(edits: Edits = {}): AcmeCopy {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-acme-'))
  const example = join(root, 'examples', 'node-cli')
  for (const name of ['bin', 'src', 'acme.telemetry.ts', 'package.json'])
    cpSync(join(example, name), join(folder, name), { recursive: true })
  installClient(folder)
  for (const [file, edit] of Object.entries(edits)) {
    const path = join(folder, file)
    const before = readFileSync(path, 'utf8')
    const after = edit(before)
    if (after === before) throw new Error(`The edit of ${file} changes nothing.`)
    writeFileSync(path, after)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Installs the built client and commander into a folder, as a package manager would. */
export function installClient(folder: string): void {
  const modules = join(folder, 'node_modules')
  const client = join(modules, '@plainsight', 'client')
  mkdirSync(client, { recursive: true })
  cpSync(join(root, 'packages', 'client', 'dist'), join(client, 'dist'), { recursive: true })
  cpSync(join(root, 'packages', 'client', 'package.json'), join(client, 'package.json'))
  symlinkSync(join(root, 'node_modules', 'commander'), join(modules, 'commander'))
}
