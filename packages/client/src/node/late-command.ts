import type { World } from '../core/world.ts'

/** Runs a subcommand of the `telemetry` command: a file of its own, which only that command loads. */
export const commandHere: World['command'] = async (...run) => (await import('./command-here.ts')).commandHere(...run)
