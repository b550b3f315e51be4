import type { Env } from '../core/env-words.ts'
import { variableStem } from '../core/env-words.ts'

/** What places are made from. */
export interface PlacePorts {
  readonly platform: string
  readonly env: Env
  /** The folder that paths which are not absolute start from; the process's own where it is absent. */
  readonly from?: string | undefined
  /** The home folder, or undefined where there is none. */
  home(): string | undefined
  readonly path: Pick<typeof import('node:path'), 'dirname' | 'isAbsolute' | 'resolve' | 'sep'>
}

/**
 * The state folder of a product: `P_TELEMETRY_DIR`, else `$XDG_STATE_HOME/NAME/telemetry`, else the platform's.
 * @returns undefined where there is no place: then nothing is stored
 */
export function stateFolder(contract: string, ports: PlacePorts): string | undefined {
  const { env, path, platform } = ports
  const own = env[`${variableStem(contract)}_DIR`]
  if (own !== undefined && own !== '') return path.resolve(ports.from ?? '', own)
  const isWindows = platform === 'win32'
  // The base directory specification: a path that is not absolute is to be ignored.
  const told = [env.XDG_STATE_HOME, env.LOCALAPPDATA].find((text) => text && path.isAbsolute(text))
  const home = told === undefined ? ports.home() : undefined
  const usual = isWindows
    ? ['AppData', 'Local']
    : platform === 'darwin'
      ? ['Library', 'Application Support']
      : ['.local', 'state']
  const base = told ?? (home && below(ports, home, ...usual))
  return base && below(ports, base, contract, 'telemetry')
}

/** The file with which an organisation's administrator says off for a machine. */
export function policyFile(contract: string, ports: PlacePorts): string {
  const { env, platform } = ports
  const base =
    platform === 'win32'
      ? (env.ProgramData ?? 'C:\\ProgramData')
      : platform === 'darwin'
        ? '/Library/Application Support'
        : '/etc'
  return below(ports, base, contract, 'telemetry.json')
}

// Not `join`: it looks at every character, which costs each start a tenth of a millisecond and finds nothing to mend here.
function below({ path: { sep } }: PlacePorts, base: string, ...names: readonly string[]): string {
  return (base.endsWith(sep) ? base : base + sep) + names.join(sep)
}

/**
 * The file with which a project says off or local for everyone who works in it: `.NAME/telemetry.json` in the nearest folder
 * upwards that holds `.git` or a package manifest, never above the home folder.
 * @param has whether a path is there
 * @param isRoot whether a folder is the root of a project
 * @returns undefined when the project says nothing
 */
export function projectFile(
  contract: string,
  from: string,
  ports: PlacePorts,
  has: (path: string) => boolean,
  isRoot: (folder: string) => boolean,
): string | undefined {
  const { path } = ports
  const home = ports.home()
  const passed: string[] = []
  for (let folder = from; ;) {
    passed.push(folder)
    const file = below(ports, folder, `.${contract}`, 'telemetry.json')
    // Most projects say nothing, and then one look per folder is all that it costs: roots are sought only for a file that is there.
    if (has(file)) {
      const root = passed.find(isRoot)
      if (root === folder) return file
      if (root !== undefined) return undefined
    }
    const above = path.dirname(folder)
    if (folder === home || above === folder) return undefined
    folder = above
  }
}
