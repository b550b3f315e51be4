import type { Contract } from '@plainsight/contract'
import type { Env } from '../core/env-words.ts'
import { stateFiles, type StateFiles } from '../core/state-files.ts'
import type { TelemetryOptions } from '../core/telemetry-types.ts'
import type { World } from '../core/world.ts'
import { canDetach } from './can-detach.ts'
import type { Given } from './given.ts'
import { awaitControl, loadControl } from './load-control.ts'
import { createNodeDisk } from './node-disk.ts'
import { policyFile, projectFile, stateFolder, type PlacePorts } from './places.ts'
import { probe } from './probes.ts'

/** This machine and this process, as a telemetry touches them. Built-in modules are loaded when they are first used. */
export function createNodeWorld(
  contract: Contract,
  options: TelemetryOptions,
  { env, folder: from }: Given,
  onLeave: World['onLeave'],
): World {
  const fs = process.getBuiltinModule('node:fs')
  const path = process.getBuiltinModule('node:path')
  const disk = createNodeDisk(fs, process.pid)
  const has = (file: string): boolean => fs.existsSync(file)
  const places: PlacePorts = { platform: process.platform, env, path, from, home: () => homeFolder(env) }
  const world: World = {
    isShared: true,
    env,
    argv: process.argv,
    disk,
    files(): StateFiles | undefined {
      const { stateDir } = options
      const folder = stateDir === undefined ? stateFolder(contract.name, places) : path.resolve(from ?? '', stateDir)
      return folder === undefined ? undefined : stateFiles(folder, path.sep)
    },
    policyPath: () => policyFile(contract.name, places),
    projectPath: () =>
      projectFile(
        contract.name,
        // Where it is gone this throws, and nothing is counted.
        from ?? process.cwd(),
        places,
        has,
        (folder) => loadControl()?.isProjectRoot(folder, path.sep, has) ?? true,
      ),
    // Where it works now, and not where it began: a process may go from project to project.
    project: () => loadControl()?.projectRoot(process.cwd(), places, has),
    relative: (files, file) => path.relative(files.folder, file),
    realNow: Date.now,
    tick: () => performance.now(),
    probe: (name) =>
      probe(
        name,
        env,
        process,
        options.productVersion,
        () => process.getBuiltinModule('node:os').release(),
        (asked) => loadControl()?.rareProbe(asked, world, options.productVersion, contract.name),
      ),
    random: (count) => loadControl()?.randomBytes(fs, count) ?? new Uint8Array(),
    chance: Math.random,
    isTerminal: () => process.getBuiltinModule('node:tty').isatty(2),
    complain: (text) => void fs.writeSync(2, text),
    // Process 1 of a container and serverless functions have nobody who lives on; a tool in one file cannot start a plain Node.
    defaultWay: () =>
      process.pid === 1 || env.AWS_LAMBDA_FUNCTION_NAME !== undefined || !canDetach() ? 'await' : 'detached',
    onLeave,
    onIdleEnd: (act) => void process.once('beforeExit', act),
    later(ms, act) {
      const timer = setTimeout(act, ms).unref()
      return () => clearTimeout(timer)
    },
    control: loadControl,
    startSender(session, files) {
      loadControl()?.handOver(session, files)
    },
    reportError: (...given) => loadControl()?.reportError(...given),
    command: async (...run) => (await awaitControl())?.commandHere(...run) ?? 3,
    sendHere: async (session, occasion) => (await awaitControl())?.sendHere(session, occasion),
  }
  return world
}

function homeFolder(env: Env): string | undefined {
  try {
    // What `os.homedir` looks at first; the module it is in takes a short command a tenth of a millisecond to load.
    const told = process.platform !== 'win32' && (env.HOME ?? process.env.HOME)
    return told || process.getBuiltinModule('node:os').homedir() || undefined
  } catch {
    return undefined
  }
}
