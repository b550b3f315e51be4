import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../tools/run-command.ts'

/** A folder in which the built client is installed as from a package, with the tool that proofs are made with beside it. */
export interface InstalledTool {
  readonly folder: string
  /** The tool's file. */
  readonly tool: string
  remove(): void
}

/**
 * Installs the built client into a folder of its own, so that nothing changes under a test that runs. CLIENT_DIST names another
 * build: one that was broken by hand, to see a proof fail.
 * @param source the tool's file beside this one
 */
export function installTool(source = 'fixtures-proof-tool.ts'): InstalledTool {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-proof-'))
  const room = join(root, 'packages', 'client')
  const place = join(folder, 'node_modules', '@plainsight', 'client')
  mkdirSync(place, { recursive: true })
  cpSync(process.env['CLIENT_DIST'] ?? join(room, 'dist'), join(place, 'dist'), { recursive: true })
  cpSync(join(room, 'package.json'), join(place, 'package.json'))
  const tool = join(folder, 'proof-tool.mjs')
  writeFileSync(tool, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, source), 'utf8')))
  return { folder, tool, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
