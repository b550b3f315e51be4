import { telemetryCommands, type ControlledTelemetry } from './telemetry-commands.ts'

/** A command as `subCommands` of citty takes it. */
export interface CittyControl {
  readonly meta: { readonly name: string; readonly description: string }
  readonly default: string
  readonly subCommands: { readonly [name: string]: CittySubcommand }
}

interface CittySubcommand {
  readonly meta: { readonly name: string; readonly description: string }
  readonly args: {
    readonly [name: string]:
      | { readonly type: 'boolean' | 'string'; readonly description: string }
      | { readonly type: 'positional'; readonly required: false; readonly description: string }
  }
  run(context: { readonly args: { readonly [name: string]: unknown } }): Promise<void>
}

/**
 * The ready-made `telemetry` command: status, on, off, local, show, log, report, explain, forget, link. It never reports itself.
 * `subCommands: { telemetry: telemetryCommand(telemetry) }`
 */
export function telemetryCommand(telemetry: ControlledTelemetry): CittyControl {
  const subCommands: { [name: string]: CittySubcommand } = {}
  for (const { name, description, operand, options, run } of telemetryCommands(telemetry)) {
    const args: { -readonly [name in keyof CittySubcommand['args']]: CittySubcommand['args'][name] } = {}
    if (operand !== undefined)
      args[operand.name] = { type: 'positional', required: false, description: operand.description }
    for (const option of options)
      args[option.name] = {
        type: option.value === undefined ? 'boolean' : 'string',
        description: option.description,
      }
    subCommands[name] = {
      meta: { name, description },
      args,
      async run(context) {
        const given = Object.keys(args).flatMap((each) => (context.args[each] ? [[each, context.args[each]]] : []))
        const code = await run(Object.fromEntries(given) as { readonly [name: string]: string | true })
        if (code !== 0) process.exitCode = code
      },
    }
  }
  return {
    meta: { name: 'telemetry', description: 'see, allow or refuse what this tool reports' },
    default: 'status',
    subCommands,
  }
}
