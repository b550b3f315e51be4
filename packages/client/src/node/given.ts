import type { Env } from '../core/env-words.ts'

/**
 * What a process had been given when its tool made the telemetry. A tool may load a project's variables or change its folder before it
 * records for the first time; neither may then decide whether it is counted, nor where that goes.
 */
export interface Given {
  readonly env: Env
  /** The working folder; undefined where it is gone. */
  readonly folder: string | undefined
}

/**
 * Takes down what the process has now.
 * @param env the host's own choice of an environment
 */
export function givenNow(env: Env = environmentNow()): Given {
  try {
    return { env, folder: process.cwd() }
  } catch {
    return { env, folder: undefined }
  }
}

function environmentNow(): Env {
  const { env, platform } = process
  if (platform !== 'win32') return { ...env }
  // There the case of a name does not matter.
  const upper: { [name: string]: string | undefined } = {}
  for (const name of Object.keys(env)) upper[name.toUpperCase()] = env[name]
  return new Proxy(upper, { get: (all, name) => all[String(name).toUpperCase()] })
}
