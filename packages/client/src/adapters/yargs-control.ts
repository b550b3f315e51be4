import { telemetryCommands, type ControlledTelemetry } from './telemetry-commands.ts'

/** A command as `yargs.command(…)` takes it; its functions are for yargs alone to call. */
export interface YargsModule {
  readonly command: string | readonly string[]
  readonly describe: string
  readonly builder: (program: unknown) => never
  readonly handler: (argv: unknown) => void
}

interface Builder {
  command(module: {
    readonly command: string | readonly string[]
    readonly describe: string
    readonly builder: (program: Builder) => void
    readonly handler: (argv: { readonly [name: string]: string | true | undefined }) => Promise<void>
  }): unknown
  option(key: string, options: { readonly type: 'boolean' | 'string'; readonly describe: string }): unknown
  positional(key: string, options: { readonly type: 'string'; readonly describe: string }): unknown
}

/**
 * The ready-made `telemetry` command: status, on, off, local, show, log, report, explain, forget, link. It never reports itself.
 * `program.command(telemetryCommand(telemetry))`
 */
export function telemetryCommand(telemetry: ControlledTelemetry): YargsModule {
  return {
    command: 'telemetry',
    describe: 'see, allow or refuse what this tool reports',
    builder: ((program: Builder): void => {
      for (const { name, description, operand, options, isDefault, run } of telemetryCommands(telemetry)) {
        const words = operand === undefined ? name : `${name} [${operand.name}]`
        program.command({
          command: isDefault ? [words, '$0'] : words,
          describe: description,
          builder(sub) {
            if (operand !== undefined) sub.positional(operand.name, { type: 'string', describe: operand.description })
            for (const option of options)
              sub.option(option.name, {
                type: option.value === undefined ? 'boolean' : 'string',
                describe: option.description,
              })
          },
          async handler(argv) {
            const names = [...options.map((option) => option.name), operand?.name ?? []].flat()
            const given = names.flatMap((each) => (argv[each] ? [[each, argv[each]]] : []))
            const code = await run(Object.fromEntries(given))
            if (code !== 0) process.exitCode = code
          },
        })
      }
    }) as YargsModule['builder'],
    handler() {},
  }
}
