import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from '../run-command.ts'
import type { Machine } from './fleet.ts'

/** Where a machine of the demonstration lives. */
export interface Place {
  readonly machine: Machine
  readonly home: string
  /** The source tree that its person works on. */
  readonly project: string
  /** The state folder of the tool's telemetry. */
  readonly state: string
  /** The tool's entry, as the machine has it on a day, counted back from yesterday. */
  tool(daysAgo: number): string
  /** Variables of its own. */
  readonly env: { readonly [name: string]: string }
}

const EXAMPLE = join(root, 'examples', 'node-cli')

const NEWEST = join(EXAMPLE, 'bin', 'acme.js')

/** The version that a machine with an older copy of the tool has. */
const OLDER = '3.0.2'

/** Makes a machine's home, its source tree with notes in it, and what it says about telemetry before the first run. */
export function furnishMachine(folder: string, machine: Machine): Place {
  const home = join(folder, machine.name)
  const project = join(home, 'project')
  mkdirSync(join(project, 'src'), { recursive: true })
  writeFileSync(join(project, 'package.json'), '{}\n')
  for (let i = 0; i < machine.files; i++)
    writeFileSync(join(project, 'src', `part-${i}.js`), sourceOf(i, machine.notes))
  if (machine.role === 'killed')
    writeFileSync(join(project, 'src', 'generated.js'), '// TODO one of many\n'.repeat(20_000))
  if (machine.role === 'off-project') {
    mkdirSync(join(project, '.acme'))
    writeFileSync(join(project, '.acme', 'telemetry.json'), '{"telemetry":"off"}\n')
  }
  return {
    machine,
    home,
    project,
    state: join(home, '.local', 'state', 'acme', 'telemetry'),
    tool: (daysAgo) => (machine.upgrade !== undefined && daysAgo <= machine.upgrade ? NEWEST : olderTool(folder)),
    env:
      machine.role === 'off-variable'
        ? { ACME_TELEMETRY: '0' }
        : machine.role === 'do-not-track'
          ? { DO_NOT_TRACK: '1' }
          : {},
  }
}

function sourceOf(index: number, notes: number): string {
  const lines = [`export const part${index} = ${index}`]
  for (let i = 0; i < notes; i++) lines.push(`// ${i % 3 === 2 ? 'FIXME' : 'TODO'}(someone): look at case ${i} again`)
  return `${lines.join('\n')}\n`
}

// A copy of the tool that says it is older; its dependencies are those of this repository.
function olderTool(folder: string): string {
  const copy = join(folder, 'acme-older')
  const entry = join(copy, 'bin', 'acme.js')
  if (existsSync(copy)) return entry
  for (const part of ['bin', 'src', 'acme.telemetry.ts'])
    cpSync(join(EXAMPLE, part), join(copy, part), { recursive: true })
  const manifest = JSON.parse(readFileSync(join(EXAMPLE, 'package.json'), 'utf8')) as object
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version: OLDER }))
  mkdirSync(join(copy, 'node_modules'))
  symlinkSync(join(root, 'node_modules', '@plainsight'), join(copy, 'node_modules', '@plainsight'))
  const commander = dirname(createRequire(join(EXAMPLE, 'package.json')).resolve('commander'))
  symlinkSync(commander, join(copy, 'node_modules', 'commander'))
  return entry
}
