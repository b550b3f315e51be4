import { runTelemetryCommand, type ControlledTelemetry } from './telemetry-commands.ts'

/**
 * The ready-made `telemetry` command: status, on, off, local, show, log, report, explain, forget, link. It never reports itself.
 * `export default telemetryCommand(telemetry, Command)` in `commands/telemetry`.
 * @param base the class `Command` of oclif, which this package does not bring
 */
export function telemetryCommand<Base extends abstract new (...given: never[]) => object>(
  telemetry: ControlledTelemetry,
  base: Base,
): Base {
  const Parent = base as unknown as new (...given: unknown[]) => { readonly argv: readonly string[]; parsed: boolean }
  return class Telemetry extends Parent {
    static override readonly name = 'Telemetry'
    static readonly description = 'see, allow or refuse what this tool reports'
    static readonly examples = ['<%= config.bin %> <%= command.id %> status', '<%= config.bin %> <%= command.id %> off']
    // Its subcommands read their own words.
    static readonly strict = false
    async run(): Promise<void> {
      this.parsed = true
      const code = await runTelemetryCommand(telemetry, this.argv)
      if (code !== 0) process.exitCode = code
    }
  } as unknown as Base
}
