import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import contract from '@plainsight/contracts/plainsight'
import { createProgram } from './create-program.ts'
import { processTerminal } from './terminal.ts'
import { BIN, runPlainsight, type Ran } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

const run = promisify(execFile)
// Nobody listens there: nothing of today is sent today.
const ENDPOINT = 'http://127.0.0.1:9'

let project: string
let home: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'plainsight-own-'))
  home = join(project, 'home')
  mkdirSync(home)
  writeFileSync(join(project, 'sample.telemetry.ts'), sampleContract())
})

afterEach(() => rmSync(project, { recursive: true, force: true }))

// A machine of its own, outside continuous integration and tests as the client sees them.
function surroundings(more: { readonly [name: string]: string } = {}): { [name: string]: string | undefined } {
  const unset = Object.keys(process.env).filter((name) =>
    /^(CI|CONTINUOUS_INTEGRATION|GITHUB_|VITEST|JEST|NODE_ENV|TEST|CLAUDE|CURSOR|AGENT|DO_NOT_TRACK|PLAINSIGHT_|BUILD|RUN_ID|XDG_)/.test(
      name,
    ),
  )
  return {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    ...more,
  }
}

const plainsight = (args: readonly string[], more: { readonly [name: string]: string } = {}): Promise<Ran> =>
  runPlainsight(project, args, surroundings(more))

const ON = { PLAINSIGHT_TELEMETRY_ENDPOINT: ENDPOINT, PLAINSIGHT_TELEMETRY: '1' }

function counted(): { by: object; n: number }[] {
  const file = join(home, 'state/plainsight/telemetry/pending.jsonl')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { t: string; e: string; b: object; n: number })
    .filter(({ t, e }) => t === 'c' && e === 'command.completed')
    .map(({ b, n }) => ({ by: b, n }))
}

describe('what plainsight reports of itself', () => {
  it('is nothing where no collector is named: no file, no question, no notice', async () => {
    expect((await plainsight(['generate'])).code).toBe(0)
    expect((await plainsight(['check', '--no-telemetry'])).code).toBe(0)
    expect((await plainsight(['check'], { PLAINSIGHT_TELEMETRY: '1' })).code).toBe(0)
    const { code, out } = await plainsight(['telemetry', 'status'])
    expect([code, out]).toEqual([0, expect.stringContaining('there is nowhere to send to')])
    expect(readdirSync(home)).toEqual([])
  })

  it('opens no socket and touches no state where no collector is named, and none where it is off', async (context) => {
    if (!existsSync('/usr/bin/strace')) return context.skip('strace is not here')
    const traced = async (more: { readonly [name: string]: string }): Promise<string> => {
      const trace = join(project, 'trace')
      await run(
        'strace',
        ['-f', '-qq', '-e', 'trace=connect,open,openat,mkdir,mkdirat', '-o', trace, process.execPath, BIN, 'check'],
        {
          cwd: project,
          env: { ...process.env, ...surroundings(more) } as NodeJS.ProcessEnv,
        },
      )
      return readFileSync(trace, 'utf8')
    }
    for (const more of [{}, { PLAINSIGHT_TELEMETRY_ENDPOINT: ENDPOINT, DO_NOT_TRACK: '1' }]) {
      const trace = await traced(more)
      expect(trace).toContain('sample.telemetry.ts')
      expect(trace).not.toMatch(/sin_port=|O_CREAT[^\n]*\/state\/|mkdir[^\n]*\/state/)
      expect(readdirSync(home)).toEqual([])
    }
    // The trace would show it.
    await traced(ON)
    expect(readFileSync(join(project, 'trace'), 'utf8')).toMatch(/mkdir[^\n]*\/state/)
  })

  it('is nothing for whoever did not say yes, or said no', async () => {
    const { PLAINSIGHT_TELEMETRY: _yes, ...asked } = ON
    expect((await plainsight(['check'], asked)).code).toBe(0)
    expect((await plainsight(['check'], { ...ON, DO_NOT_TRACK: '1' })).code).toBe(0)
    expect((await plainsight(['check', '--no-telemetry'], ON)).code).toBe(0)
    expect(counted()).toEqual([])
  })

  it('is which command ran, how it ended and what its exit code means, and never what it was given', async () => {
    expect((await plainsight(['generate', 'sample.telemetry.ts'], ON)).code).toBe(0)
    expect(counted()).toEqual([{ by: { command: 'generate', outcome: 'ok', exit: 'done' }, n: 1 }])
    expect((await plainsight(['check', 'nowhere.telemetry.ts'], ON)).code).toBe(2)
    expect(counted().at(-1)).toEqual({ by: { command: 'check', outcome: 'error', exit: 'wrong-use' }, n: 1 })
    const kept = readdirSync(join(home, 'state/plainsight/telemetry')).map((name) =>
      readFileSync(join(home, 'state/plainsight/telemetry', name), 'utf8'),
    )
    expect(kept.join('\n')).not.toMatch(/sample|nowhere/)
  })

  it('is controlled by the telemetry command, which is never counted itself', async () => {
    const { PLAINSIGHT_TELEMETRY: _yes, ...asked } = ON
    expect((await plainsight(['telemetry', 'on'], asked)).code).toBe(0)
    expect((await plainsight(['telemetry', 'status', '--json'], asked)).out).toContain('"state": "on"')
    expect((await plainsight(['check'], asked)).code).toBe(0)
    expect(counted()).toHaveLength(1)
    expect((await plainsight(['telemetry', 'off'], asked)).code).toBe(0)
    expect(counted()).toEqual([])
    const wrong = await plainsight(['telemetry', 'frobnicate'], asked)
    expect([wrong.code, wrong.err]).toEqual([2, expect.not.stringMatching(/\n\s+at /)])
    expect((await plainsight(['telemetry', '--help'])).out).toContain('Usage: plainsight telemetry')
  })

  it('knows every command that there is', () => {
    const names: string[] = []
    const walk = (commands: ReturnType<typeof createProgram>['commands'], before: string): void => {
      for (const command of commands) {
        if (command.commands.length === 0) names.push(`${before}${command.name()}`)
        else walk(command.commands, `${before}${command.name()} `)
      }
    }
    walk(createProgram(processTerminal(), () => {}).commands, '')
    expect(names.filter((name) => !(contract.fields.command.values as readonly string[]).includes(name))).toEqual([])
  })
})
