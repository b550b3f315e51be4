import { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { choice, defineContract, duration, rollup } from './contract.ts'
import { attach, telemetryCommand } from './commander.ts'
import { createTestTelemetry, type TestTelemetry } from './testing.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: {
    command: choice(['build', 'list', 'remote add'], 'x', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'x', { transient: true }),
    duration: duration('x'),
  },
  events: {
    'command.completed': rollup({
      what: '',
      why: '',
      readBy: ['x'],
      by: ['command', 'outcome'],
      measure: ['duration'],
    }),
  },
})

type Tested = TestTelemetry<typeof contract>

function tool(telemetry: Tested = createTestTelemetry(contract)): { program: Command; telemetry: Tested } {
  const program = new Command('acme').exitOverride()
  const quiet = { writeOut: () => {}, writeErr: () => {} }
  program.configureOutput(quiet)
  program
    .command('build [what]')
    .option('--token <token>')
    .action(() => {})
  program.command('list').action(async () => {})
  program.command('fail').action(() => {
    throw new Error('as asked')
  })
  program.command('give-up').action(() => {
    process.exitCode = 3
  })
  program.addCommand(new Command('remote').addCommand(new Command('add').action(() => {})))
  program.addCommand(telemetryCommand(telemetry))
  attach(telemetry, program)
  return { program, telemetry }
}

const counted = (telemetry: Tested): string[] =>
  telemetry.records.map((record) => Object.values((record as { by: object }).by).join(' ')).sort()

/** What a run of the control command prints. */
async function printed(program: Command, ...words: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    await program.parseAsync(['telemetry', ...words], { from: 'user' })
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}

afterEach(() => {
  process.exitCode = undefined
})

describe('attach', () => {
  it('counts the name of each command, how it ended and how long it took', async () => {
    const { program, telemetry } = tool()
    await program.parseAsync(['build'], { from: 'user' })
    await program.parseAsync(['list'], { from: 'user' })
    await program.parseAsync(['remote', 'add'], { from: 'user' })
    expect(counted(telemetry)).toEqual(['build ok', 'list ok', 'remote add ok'])
    expect(telemetry.records.every((record) => 'measure' in record)).toBe(true)
  })

  it('never reads arguments or options', async () => {
    const { program, telemetry } = tool()
    await program.parseAsync(['build', '/home/me/secret-project', '--token', 'hunter2'], { from: 'user' })
    expect(JSON.stringify(telemetry.records)).not.toMatch(/secret|hunter/)
    expect(counted(telemetry)).toEqual(['build ok'])
  })

  it('counts what throws and what sets an exit code as an error, and lets the error through', async () => {
    const { program, telemetry } = tool()
    await expect(program.parseAsync(['fail'], { from: 'user' })).rejects.toThrow('as asked')
    expect(() => program.parse(['fail'], { from: 'user' })).toThrow('as asked')
    await program.parseAsync(['give-up'], { from: 'user' })
    expect(counted(telemetry)).toEqual(['other error'])
    expect(telemetry.records).toMatchObject([{ count: 3 }])
  })

  it('counts nothing where the words were wrong', async () => {
    const { program, telemetry } = tool()
    await expect(program.parseAsync(['nothing-like-it'], { from: 'user' })).rejects.toThrow(/unknown command/)
    await expect(program.parseAsync(['build', '--nope'], { from: 'user' })).rejects.toThrow(/unknown option/)
    expect(telemetry.records).toEqual([])
  })

  it('says of a telemetry subcommand that is not there its name, and ends with 2', async () => {
    const { program } = tool()
    const said: string[] = []
    const command = program.commands.find((each) => each.name() === 'telemetry')!
    command.exitOverride().configureOutput({ writeErr: (text) => void said.push(text) })
    await expect(program.parseAsync(['telemetry', 'sattus'], { from: 'user' })).rejects.toMatchObject({ exitCode: 2 })
    expect(said.join('')).toContain("unknown command 'sattus'")
  })

  it('takes --no-telemetry', async () => {
    const { program } = tool()
    await program.parseAsync(['--no-telemetry', 'build'], { from: 'user' })
    expect(program.opts()).toEqual({ telemetry: false })
  })
})

describe('the telemetry command', () => {
  it('says the state, who decided, where it goes and where it is kept', async () => {
    const { program } = tool()
    const text = await printed(program, 'status')
    expect(text).toContain('Telemetry is on: you chose on.')
    expect(text).toContain('rule 11, stored')
    expect(text).toContain('https://telemetry.test')
    expect(text).toContain('/state')
    expect(text).not.toContain('\u001b')
    expect(await printed(program)).toBe(text)
  })

  it('answers scripts in JSON', async () => {
    const { program } = tool()
    expect(JSON.parse(await printed(program, 'status', '--json'))).toMatchObject({
      state: 'on',
      row: 11,
      decider: 'stored',
    })
    expect(JSON.parse(await printed(program, 'log', '--json'))).toEqual([])
    expect(JSON.parse(await printed(program, 'show', '--json'))).toEqual({ batches: [], unfinished: [] })
    expect(JSON.parse(await printed(program, 'off', '--json'))).toMatchObject({
      stored: true,
      status: { state: 'off' },
    })
  })

  it('stores each choice, and never reports itself', async () => {
    const telemetry = createTestTelemetry(contract, { consent: 'undecided' })
    for (const choice of ['on', 'local', 'off', 'on'] as const) {
      const { program } = tool(telemetry)
      expect(await printed(program, choice)).toMatch(/\.\n$/)
      expect(telemetry.status().stored).toBe(choice)
    }
    expect(telemetry.records).toEqual([])
  })

  it('says so where something stronger stands above the choice, and ends with 1', async () => {
    const telemetry = createTestTelemetry(contract, { consent: 'undecided', env: { DO_NOT_TRACK: '1' } })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      expect(await printed(tool(telemetry).program, 'on')).toBe('Your choice is stored: on.\n')
      expect(write.mock.calls.join('')).toContain('something stronger decides: Telemetry is off: DO_NOT_TRACK is set.')
    } finally {
      write.mockRestore()
    }
    expect(process.exitCode).toBe(1)
  })

  it('shows exactly what would leave, and logs what has left', async () => {
    const telemetry = createTestTelemetry(contract)
    telemetry.record('command.completed', { command: 'list', outcome: 'ok', duration: 4 })
    await telemetry.flush()
    telemetry.clock.advance(86_400_000)
    const shown = await printed(tool(telemetry).program, 'show')
    // A fresh instance over the same state would send; this one was only told to keep quiet, and flushing is an explicit call.
    await telemetry.flush()
    expect(telemetry.sink.received).toHaveLength(1)
    expect(shown.split('\n')).toContain(telemetry.sink.received[0])
    const log = await printed(tool(telemetry).program, 'log')
    expect(log).toContain(telemetry.sink.received[0])
    expect(log).toContain('200')
  })
})
