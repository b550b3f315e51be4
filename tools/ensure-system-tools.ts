// Finds the two programs that some tests need and npm cannot bring: Chromium (the page) and strace (off is off).
// `node tools/ensure-system-tools.ts` installs them where that is possible without asking (Debian, as root).
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

/** A program outside the repository, and what is left untested without it. */
interface SystemTool {
  name: 'chromium' | 'strace'
  /** Environment variable that names the program's full path, if there is one. */
  variable?: string
  commands: string[]
  places: string[]
  debianPackage: string
  without: string
}

const tools: SystemTool[] = [
  {
    name: 'chromium',
    variable: 'CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    debianPackage: 'chromium',
    without: 'the page in a real browser',
  },
  {
    name: 'strace',
    commands: ['strace'],
    places: ['/usr/bin/strace'],
    debianPackage: 'strace',
    without: 'the proof, under a system-call trace, that off does nothing',
  },
]

/**
 * Finds a program: its variable first (even when it names nothing, so that a mistake is seen), then PATH, then usual places.
 * Returns its full path, or undefined when this machine has none.
 */
export function findSystemTool(name: SystemTool['name'], env: NodeJS.ProcessEnv = process.env): string | undefined {
  const tool = tools.find((candidate) => candidate.name === name)!
  const named = tool.variable === undefined ? undefined : env[tool.variable]
  if (named) return isProgram(named) ? named : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return [...folders.flatMap((folder) => tool.commands.map((command) => join(folder, command))), ...tool.places].find(
    isProgram,
  )
}

/**
 * Makes sure of both programs, installing what is missing on Debian as root.
 * Returns one sentence for each that is still missing; an empty list means that every test can run.
 */
export async function ensureSystemTools(): Promise<string[]> {
  // A path that was named and is wrong is its owner's to mend: installing another one would not be used.
  const wanted = tools.filter(
    (tool) => !(tool.variable && process.env[tool.variable]) && findSystemTool(tool.name) === undefined,
  )
  if (wanted.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const packages = wanted.map((tool) => tool.debianPackage)
    console.log(`  installing ${packages.join(' and ')} from Debian`)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const update = await runCommand('apt-get', ['update', '-qq'], { env, limit: 180 })
    const install = await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      limit: 420,
    })
    if (install.code !== 0) console.log(`${update.output}${install.output}`.trimEnd())
  }
  return tools
    .filter((tool) => findSystemTool(tool.name) === undefined)
    .map((tool) => {
      const hint = tool.variable ? `, or set ${tool.variable} to its full path` : ''
      return `no ${tool.name} on this machine, so ${tool.without} is not tested (install the package ${tool.debianPackage}${hint})`
    })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  const missing = await ensureSystemTools()
  for (const sentence of missing) console.log(sentence)
  for (const tool of tools) console.log(`${tool.name}: ${findSystemTool(tool.name) ?? 'missing'}`)
  process.exitCode = missing.length > 0 ? 1 : 0
}
