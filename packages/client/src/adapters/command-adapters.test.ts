import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineCommand, runCommand } from 'citty'
import { Command as Commander } from 'commander'
import { Args, Command, Flags, run } from '@oclif/core'
import { afterAll, describe, expect, it } from 'vitest'
import yargs from 'yargs'
import * as citty from '../citty.ts'
import * as commander from '../commander.ts'
import { commandSuite, type SuiteActions, type SuiteTelemetry, type SuiteTool } from '../fixtures/command-suite.ts'
import { commandContract } from '../fixtures/command-contract.ts'
import * as oclif from '../oclif.ts'
import * as plain from '../plain.ts'
import { createTestTelemetry } from '../testing.ts'
import * as yargsDoor from '../yargs.ts'

commandSuite('commander', (telemetry, actions) => {
  const program = new Commander('acme').exitOverride()
  const build = program.command('build [what]').option('--token <token>').option('--dry-run').option('-v, --verbose')
  build.action(actions.build)
  program.command('list').alias('ls').action(actions.list)
  program.command('fail').action(actions.fail)
  program.command('give-up').action(actions.giveUp)
  program.addCommand(new Commander('remote').addCommand(new Commander('add').action(actions.add)))
  program.addCommand(commander.telemetryCommand(telemetry))
  const { annotate } = commander.attach(telemetry, program)
  return { annotate, run: (...words) => program.parseAsync(words, { from: 'user' }) }
})

commandSuite('yargs', (telemetry, actions) => {
  let annotate: SuiteTool['annotate'] = () => {}
  return {
    annotate: (values) => annotate(values),
    run(...words) {
      const program = yargs().exitProcess(false).fail(false).strict()
      ;({ annotate } = yargsDoor.attach(telemetry, program))
      return program
        .command(
          'build [what]',
          'x',
          (sub) =>
            sub
              .option('token', { type: 'string' })
              .option('dry-run', { type: 'boolean' })
              .option('verbose', { alias: 'v', type: 'boolean' }),
          actions.build,
        )
        .command(['list', 'ls'], 'x', {}, actions.list)
        .command('fail', 'x', {}, actions.fail)
        .command('give-up', 'x', {}, actions.giveUp)
        .command('remote', 'x', (sub) => sub.command('add', 'x', {}, actions.add))
        .command(yargsDoor.telemetryCommand(telemetry))
        .parseAsync(words)
    },
  }
})

commandSuite('citty', (telemetry, actions) => {
  const main = defineCommand({
    meta: { name: 'acme' },
    subCommands: {
      build: defineCommand({
        args: {
          what: { type: 'positional', required: false },
          token: { type: 'string' },
          'dry-run': { type: 'boolean' },
          verbose: { type: 'boolean', alias: 'v' },
        },
        run: actions.build,
      }),
      // Loaded when it is needed.
      list: () => Promise.resolve(defineCommand({ meta: { alias: 'ls' }, run: actions.list })),
      fail: defineCommand({ run: actions.fail }),
      'give-up': defineCommand({ run: actions.giveUp }),
      remote: defineCommand({ subCommands: async () => ({ add: defineCommand({ run: actions.add }) }) }),
      telemetry: citty.telemetryCommand(telemetry),
    },
  })
  const { annotate } = citty.attach(telemetry, main)
  return { annotate, run: (...rawArgs) => runCommand(main, { rawArgs }) }
})

// A package as oclif finds one: what it has to be is found by its manifest.
const folder = mkdtempSync(join(tmpdir(), 'plainsight-oclif-'))
const place = globalThis as { oclifTool?: { readonly hooks: object; readonly commands: object } }
writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({
    name: 'acme',
    version: '1.0.0',
    oclif: {
      bin: 'acme',
      commands: { strategy: 'explicit', target: './tool.cjs', identifier: 'commands' },
      hooks: {
        prerun: { target: './tool.cjs', identifier: 'prerun' },
        preparse: { target: './tool.cjs', identifier: 'preparse' },
        finally: { target: './tool.cjs', identifier: 'finish' },
      },
      topicSeparator: ' ',
    },
  }),
)
writeFileSync(
  join(folder, 'tool.cjs'),
  `const tool = () => globalThis.oclifTool
exports.prerun = (given) => tool().hooks.prerun(given)
exports.preparse = (given) => tool().hooks.preparse(given)
exports.finish = (given) => tool().hooks.finish(given)
Object.defineProperty(exports, 'commands', { enumerable: true, get: () => tool().commands })
`,
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

commandSuite('oclif', (telemetry, actions) => {
  const hooks = oclif.attach(telemetry)
  const classOf = (act: () => unknown, more: object = {}): typeof Command =>
    Object.assign(
      class extends Command {
        async run(): Promise<void> {
          await this.parse(this.ctor)
          await act()
        }
      },
      more,
    )
  place.oclifTool = {
    hooks,
    commands: {
      build: classOf(actions.build, {
        args: { what: Args.string() },
        flags: {
          token: Flags.string(),
          'dry-run': Flags.boolean(),
          verbose: Flags.boolean({ char: 'v' }),
        },
      }),
      list: classOf(actions.list),
      fail: classOf(actions.fail),
      'give-up': classOf(actions.giveUp),
      'remote:add': classOf(actions.add),
      telemetry: oclif.telemetryCommand(telemetry, Command),
    },
  }
  return { annotate: hooks.annotate, run: (...words) => run(words, folder) }
})

commandSuite('plain words', (telemetry, actions) => {
  let annotate: SuiteTool['annotate'] = () => {}
  return {
    annotate: (values) => annotate(values),
    async run(...words) {
      if (words[0] === 'telemetry') return plain.telemetryCommand(telemetry)(words.slice(1))
      const long = words.map((word) => (word === '-v' ? '--verbose' : word))
      const run = plain.attach(telemetry, long)
      annotate = run.annotate
      return run.during(async () => actionOf(words[0]!, actions))
    },
  }
})

async function actionOf(name: string, actions: SuiteActions): Promise<void> {
  if (name === 'remote') return actions.add()
  if (name === 'give-up') return actions.giveUp()
  return actions[name as 'build' | 'list' | 'fail']()
}

const telemetryOf = (): SuiteTelemetry => createTestTelemetry(commandContract)
const commands = (telemetry: SuiteTelemetry): string[] =>
  telemetry.records
    .map((record) => {
      const { command, outcome } = (record as { fields: { [field: string]: unknown } }).fields
      return `${String(command)} ${String(outcome)}`
    })
    .sort()

describe('what a contract does not have', () => {
  it('does not compile', () => {
    const telemetry = telemetryOf()
    const run = plain.attach(telemetry, ['list'], { event: 'command.completed' })
    run.annotate({ cached: 'yes', outcome: 'ok' })
    // @ts-expect-error the event has no such field
    run.annotate({ path: '/home/me' })
    // @ts-expect-error nor such a word
    run.annotate({ outcome: 'splendid' })
    // @ts-expect-error the contract has no such event
    plain.attach(telemetry, ['list'], { event: 'command.ended' })
    run.end()
    expect(commands(telemetry)).toEqual(['list other'])
  })
})

describe('a program without a command', () => {
  it('is counted under the name of its contract', async () => {
    const telemetry = telemetryOf()
    const program = new Commander('whatever').exitOverride().action(() => {})
    commander.attach(telemetry, program)
    await program.parseAsync([], { from: 'user' })
    const main = defineCommand({ run() {} })
    citty.attach(telemetry, main)
    await runCommand(main, { rawArgs: [] })
    const words = yargs([])
      .exitProcess(false)
      .command('$0', 'x', {}, () => {})
    yargsDoor.attach(telemetry, words)
    await words.parseAsync()
    plain.attach(telemetry, []).end()
    expect(commands(telemetry)).toEqual(Array.from({ length: 4 }, () => 'acme ok'))
  })
})

describe('what the contract does not list', () => {
  it('is other, whatever was typed', async () => {
    const telemetry = telemetryOf()
    plain.attach(telemetry, ['my-secret', 'build']).end()
    const program = yargs()
      .exitProcess(false)
      .command('my-secret', 'x', {}, () => {})
    yargsDoor.attach(telemetry, program)
    await program.parseAsync(['my-secret', '--my-key', 'x'])
    const main = defineCommand({ subCommands: { 'my-secret': defineCommand({ run() {} }) } })
    citty.attach(telemetry, main)
    await runCommand(main, { rawArgs: ['my-secret'] })
    expect(commands(telemetry)).toEqual(['other ok', 'other ok', 'other ok'])
    expect(JSON.stringify(telemetry.preview())).not.toContain('my-')
  })
})

describe('plain words', () => {
  it('after an option are a command where the contract lists them', () => {
    const telemetry = telemetryOf()
    plain.attach(telemetry, ['--config', 'secret.json', 'remote', 'add', 'origin', '--', '--token']).end()
    expect(telemetry.records).toMatchObject([{ fields: { command: 'remote add', flags: [] } }])
  })

  it('that end in an error of any kind ended in error, once', () => {
    const telemetry = telemetryOf()
    const run = plain.attach(telemetry, ['list'])
    run.end(undefined)
    run.end()
    expect(commands(telemetry)).toEqual(['list error'])
  })

  it('give back what the action gives, as it is', () => {
    const result = {}
    expect(plain.attach(telemetryOf(), ['list']).during(() => result)).toBe(result)
    const lasting = Promise.resolve(1)
    expect(plain.attach(telemetryOf(), ['list']).during(() => lasting)).toBe(lasting)
  })
})

describe('yargs', () => {
  const fails = (sub: unknown): never => {
    throw new Error(`as asked ${typeof sub}`)
  }

  it('counts the command that the contract lists, whatever words follow it', async () => {
    const telemetry = telemetryOf()
    const program = yargs().exitProcess(false)
    yargsDoor.attach(telemetry, program)
    program.command('list', 'x', {}, () => {}).command('remote', 'x', (sub) => sub.command('add', 'x', {}, () => {}))
    await program.parseAsync(['list', 'my-secret', 'build'])
    await program.parseAsync(['remote', 'add', 'my-secret'])
    expect(commands(telemetry)).toEqual(['list ok', 'remote add ok'])
  })

  it('whose own handler keeps an error to itself still ended in error', async () => {
    const telemetry = telemetryOf()
    const program = yargs().exitProcess(false)
    yargsDoor.attach(telemetry, program)
    program.fail(() => {}).command('fail', 'x', {}, fails)
    try {
      await program.parse(['fail'])
    } catch {
      // Of what yargs makes of it nothing is expected here.
    }
    expect(commands(telemetry)).toEqual(['fail error'])
  })

  it('that is parsed with a callback counts the error it is told', async () => {
    const telemetry = telemetryOf()
    const program = yargs().exitProcess(false)
    yargsDoor.attach(telemetry, program)
    program.command('fail', 'x', {}, async () => fails(1))
    await new Promise<void>((resolve) => {
      void Promise.resolve(program.parse(['fail'], {}, () => resolve())).catch(() => {})
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(commands(telemetry)).toEqual(['fail error'])
  })

  it('counts what .argv runs', async () => {
    const telemetry = telemetryOf()
    const program = yargs(['list']).exitProcess(false)
    yargsDoor.attach(telemetry, program)
    await program.command('list', 'x', {}, async () => {}).argv
    expect(commands(telemetry)).toEqual(['list ok'])
  })
})

describe('citty', () => {
  it('counts the command and not what runs above it', async () => {
    const telemetry = telemetryOf()
    const main = defineCommand({ run() {}, subCommands: { list: defineCommand({ run() {} }) } })
    citty.attach(telemetry, main)
    await runCommand(main, { rawArgs: ['list'] })
    await runCommand(main, { rawArgs: [] })
    expect(commands(telemetry)).toEqual(['acme ok', 'list ok'])
  })
})
