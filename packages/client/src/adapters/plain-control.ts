import { runTelemetryCommand, type ControlledTelemetry } from './telemetry-commands.ts'

/**
 * The ready-made `telemetry` command for a program that parses its words itself: `if (words[0] === 'telemetry') await
 * telemetryCommand(telemetry)(words.slice(1))`. It never reports itself.
 * @returns takes the words behind `telemetry`, prints, sets the exit code of the process, and gives it
 */
export function telemetryCommand(telemetry: ControlledTelemetry): (words: readonly string[]) => Promise<number> {
  return async (words) => {
    const code = await runTelemetryCommand(telemetry, words)
    if (code !== 0) process.exitCode = code
    return code
  }
}
