import { Argument, Command } from 'commander'
import { telemetryCommands, type ControlledTelemetry } from './telemetry-commands.ts'

/** The ready-made `telemetry` command: status, on, off, local, show, log, report, explain, forget, link. It never reports itself. */
export function telemetryCommand(telemetry: ControlledTelemetry): Command {
  const command = new Command('telemetry').description('see, allow or refuse what this tool reports')
  for (const { name, description, operand, options, isDefault, run } of telemetryCommands(telemetry)) {
    const sub = new Command(name).description(description)
    if (operand !== undefined) sub.addArgument(new Argument(`[${operand.name}]`, operand.description))
    for (const option of options)
      sub.option(`--${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`, option.description)
    // What it takes for the default's operand is a subcommand that there is not.
    if (isDefault) sub.allowExcessArguments()
    sub.action(async (...words: unknown[]) => {
      const [strange] = isDefault ? sub.args : []
      if (strange !== undefined) return command.error(`error: unknown command '${strange}'`, { exitCode: 2 })
      const given = {
        ...sub.opts(),
        ...(operand === undefined ? {} : { [operand.name]: words[0] as string | undefined }),
      }
      const code = await run(given)
      // A script that relies on the answer has to hear that it could not be given.
      if (code !== 0) process.exitCode = code
    })
    command.addCommand(sub, { isDefault })
  }
  return command
}
