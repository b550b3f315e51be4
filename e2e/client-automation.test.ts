import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AGENTS } from '../packages/client/src/core/agents.ts'
import { CI_PROVIDERS, TEST_RUNNERS, type MarkTable } from '../packages/client/src/core/automation.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { allBelow, hasProgram, proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, type ProofRecorder } from './proof-recorder.ts'

// What starts a tool where no person does, and what a tool tells those it starts: every known variable, in real processes.

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine
/** What a yes leaves on the disk: given once, by the tool, and laid into each machine that has said it before. */
let yes: string

beforeAll(async () => {
  tool = installTool('fixtures-control-tool.ts')
  recorder = await proofRecorder()
  const first = proofMachine(tool, 'ctltool')
  await first.run(at('2027-01-04'), 'on')
  yes = first.read('settings.json')
  expect(first.names()).toEqual(['settings.json'])
  first.remove()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
beforeEach(() => {
  machine = proofMachine(tool, 'ctltool')
  recorder.forget()
})
afterEach(async () => {
  await machine.quiet()
  machine.remove()
})

const at = (day: string, more: Variables = {}): Variables => ({
  TOOL_ENDPOINT: recorder.url,
  TOOL_NOW: day.includes('T') ? day : `${day}T10:00:00Z`,
  TOOL_WAY: 'idle',
  ...more,
})

/** Each mark of a table: the word it stands for, and an environment that shows it and nothing else. */
function marksOf(table: MarkTable): (readonly [mark: string, word: string, env: Variables])[] {
  return table.flatMap(([word, variables]) =>
    variables.split(' ').map((mark) => {
      const env = Object.fromEntries(
        mark.split('&').map((variable) => {
          const [name = '', value = 'canary-value'] = variable.split('=')
          return [name, value]
        }),
      )
      return [mark, word, env] as const
    }),
  )
}

/** What a run would say of where it runs, in debug: nothing is kept for it. */
async function contextOf(env: Variables): Promise<{ readonly [probe: string]: unknown }> {
  const debug = at('2027-01-04', { ...env, CTLTOOL_TELEMETRY_DEBUG: '1' })
  const { stderr } = await machine.run(debug, 'rec:shape.seen {"command":"build"}', 'exit')
  expect(stderr).not.toContain('canary')
  return (JSON.parse(stderr.split('\n')[0] ?? '{}') as { context: { [probe: string]: unknown } }).context
}

describe('nothing is counted, kept or sent', () => {
  it.each([...marksOf(CI_PROVIDERS), ...marksOf(TEST_RUNNERS)])('where %s is set', async (_, __, env) => {
    machine.put('settings.json', yes)
    const connections = recorder.connections
    const { stderr, stdout } = await machine.run(at('2027-01-04', env), 'count:1', 'status', 'flush', 'exit')
    expect(stderr).toBe('')
    expect(stdout).toMatch(/"state":"off","row":8,"decider":"(?:ci|test-runner)"/)
    expect(machine.names()).toEqual(['settings.json'])
    expect(recorder.connections).toBe(connections)
  })

  it('but a variable that is empty, 0 or false shows nothing', async () => {
    for (const value of ['', '0', 'false'])
      expect((await machine.run(at('2027-01-04', { CI: value, GITHUB_ACTIONS: value }), 'status')).stdout).toContain(
        '"state":"undecided"',
      )
  })
})

describe('a coding agent', () => {
  it.each(marksOf(AGENTS))('is named by %s, as %s, and the value is never told', async (_, word, env) => {
    expect(await contextOf({ ...env, ...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }) })).toMatchObject({
      agent: word,
    })
  })

  it.skipIf(!hasProgram('script') || process.platform !== 'linux')('is shown no notice', async () => {
    const command = `script -qec "$(printf ' %q' "$@")" /dev/null`
    for (const env of [{ GEMINI_CLI: '1' }, { AI_AGENT: 'some' }, { TERM_PROGRAM: 'zed', PAGER: 'cat' }]) {
      const { stdout } = await machine.shell(command, at('2027-01-04', { TOOL_PRESET: 'notice', ...env }), 'wait:50')
      expect(stdout).toBe('')
    }
    expect(allBelow(machine.home)).toEqual([])
  })

  it('is counted apart from people, and its run starts nobody who asks the network', async () => {
    const shape = 'rec:shape.seen {"command":"build"}'
    const detached = (day: string, more: Variables = {}): Variables => at(day, { TOOL_WAY: 'detached', ...more })
    await machine.run(detached('2027-01-04'), 'on', shape, 'exit')
    for (let i = 0; i < 3; i++) await machine.run(detached('2027-01-04', { CLAUDECODE: '1' }), shape, 'exit')
    const connections = recorder.connections
    // A day later all of it is due: an agent's run leaves it where it is, the next of a person hands it over.
    await machine.run(detached('2027-01-05', { CLAUDECODE: '1' }), 'count:1', 'exit')
    await machine.quiet()
    expect(recorder.connections).toBe(connections)
    expect(machine.names()).not.toContain('job.json')
    await machine.run(detached('2027-01-05'), 'count:1', 'exit')
    await machine.quiet()
    const counted = recorder
      .stored()
      .filter(({ context }) => context['agent'] !== undefined)
      .map(({ context, events }) => [context['agent'], events.filter(({ name }) => name === 'shape.seen').length])
    expect(Object.fromEntries(counted)).toEqual({ none: 1, claude: 3 })
  })
})

describe('continuous integration that the contract keeps', () => {
  it('is tagged: never a machine, no presence, and one id for each provider', async () => {
    const team = 'rec:team.seen {"command":"build"}'
    const ci = (env: Variables): Variables =>
      at('2027-01-04', { TOOL_CI: 'tagged', CTLTOOL_TELEMETRY: '1', CI: 'true', ...env })
    const runs: readonly (readonly [string, Variables])[] = [
      ['one', { GITHUB_ACTIONS: 'true' }],
      ['two', { GITHUB_ACTIONS: 'true' }],
      ['three', { GITLAB_CI: 'true' }],
    ]
    const ids: { [provider: string]: string[] } = {}
    for (const [, env] of runs) {
      // Each run is a fresh machine, as in the field.
      const fresh = proofMachine(tool, 'ctltool')
      await fresh.run(ci(env), team, 'rec:shape.seen {"command":"build"}', 'exit')
      await fresh.run({ ...ci(env), TOOL_NOW: '2027-01-05T10:00:00Z' }, 'flush')
      expect(fresh.names()).not.toContain('identity.json')
      expect(fresh.names()).not.toContain('presence.json')
      fresh.remove()
    }
    const batches = recorder.stored()
    for (const { events, context } of batches) {
      expect(events.map(({ name }) => name)).not.toContain('plainsight.presence')
      expect(context['ci'] ?? 'yes').toBe('yes')
    }
    for (const { events } of batches)
      for (const { name, id } of events) if (name === 'team.seen') (ids['all'] ??= []).push(id ?? 'none')
    expect(ids['all']).toHaveLength(3)
    expect(new Set(ids['all']).size).toBe(2)
    expect(ids['all']).not.toContain('none')
  })
})

describe('a tool that was started by one of its family', () => {
  const idOf = (text: string): string[] =>
    [...text.matchAll(/"e":"run\.started".*?"i":"([0-9a-f]{32})"/g)].map(([, id]) => id ?? '')

  it('is not counted twice: what it does for the one that started it is that one’s use', async () => {
    await machine.run(at('2027-01-04'), 'on')
    const { stdout } = await machine.run(at('2027-01-04'), 'count:1', 'child:{} count:5 status exit', 'exit')
    expect(stdout).toContain('"state":"off"')
    expect(stdout).toContain('"decider":"parent"')
    expect(machine.read('pending.jsonl')).toContain('"n":1')
    expect(machine.read('pending.jsonl')).not.toContain('"n":5')
  })

  it('that counts by itself shares the id of the run, and starts, asks and shows nothing', async () => {
    await machine.run(at('2027-01-04'), 'on')
    const started = 'rec:run.started {"command":"build"}'
    await machine.run(at('2027-01-04'), started, 'child:{"counts":true} count:2 run exit', 'exit')
    await machine.run(at('2027-01-04'), started, 'exit')
    const [one, child, other] = idOf(machine.read('pending.jsonl'))
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(child).toBe(one)
    expect(other).not.toBe(one)
    expect(machine.read('pending.jsonl')).toContain('"n":2')
  })

  it('obeys a decision that was made above it, and can only lower it', async () => {
    // The child's own contract is another, and was allowed.
    const other = { ...at('2027-01-04'), TOOL_NAME: 'ctlchild' }
    await machine.run(other, 'on')
    const decide = async (parent: Variables): Promise<string> => {
      const { stdout } = await machine.run(
        at('2027-01-04', parent),
        'child:{"name":"ctlchild","family":["ctlchild"]} status',
      )
      const { state, decider } = JSON.parse(stdout) as { state: string; decider: string }
      return `${state} ${decider}`
    }
    expect(await decide({ CTLTOOL_TELEMETRY: '1' })).toBe('on stored')
    expect(await decide({ CTLTOOL_TELEMETRY: '0' })).toBe('off parent')
    expect(await decide({})).toBe('off parent')
    expect(await decide({ CTLTOOL_TELEMETRY: 'local' })).toBe('local parent')
    await machine.run(other, 'off')
    expect(await decide({ CTLTOOL_TELEMETRY: '1' })).toBe('off stored')
    // Of no family: nobody's decision but its own.
    const stranger = await machine.run(at('2027-01-04', { CTLTOOL_TELEMETRY: '0' }), 'child:{"name":"stranger"} status')
    expect(JSON.parse(stranger.stdout)).toMatchObject({ state: 'undecided', decider: 'preset' })
  })
})

describe('what a run can find out by itself', () => {
  it.each<[string, Variables, object]>([
    [
      'where nothing shows',
      {},
      { ci: 'no', ciProvider: 'none', agent: 'none', serverless: 'none', cloud: 'none', packageManager: 'none' },
    ],
    ['GitHub', { GITHUB_ACTIONS: 'canary' }, { ci: 'yes', ciProvider: 'github-actions' }],
    ['a CI that is not listed', { CI: 'canary' }, { ci: 'yes', ciProvider: 'other' }],
    ['Kubernetes', { KUBERNETES_SERVICE_HOST: 'canary' }, { container: 'kubernetes' }],
    [
      'Lambda',
      { AWS_LAMBDA_FUNCTION_NAME: 'canary', AWS_EXECUTION_ENV: 'canary' },
      { serverless: 'lambda', cloud: 'aws' },
    ],
    ['Cloud Run', { K_SERVICE: 'canary' }, { serverless: 'cloud-run', cloud: 'gcp' }],
    ['Vercel', { VERCEL: '1' }, { serverless: 'vercel' }],
    [
      'Azure functions',
      { FUNCTIONS_WORKER_RUNTIME: 'canary', WEBSITE_INSTANCE_ID: 'canary' },
      { serverless: 'azure-functions', cloud: 'azure' },
    ],
    ['Fly', { FLY_APP_NAME: 'canary' }, { cloud: 'fly' }],
    ['npm', { npm_config_user_agent: 'npm/10.9.0 node/v22.1.0 canary' }, { packageManager: 'npm' }],
    ['pnpm', { npm_config_user_agent: 'pnpm/9.1.0 npm/? canary' }, { packageManager: 'pnpm' }],
    ['yarn', { npm_config_user_agent: 'yarn/4.1.0 canary' }, { packageManager: 'yarn' }],
    ['bun', { npm_config_user_agent: 'bun/1.3.0 canary' }, { packageManager: 'bun' }],
    ['an unlisted package manager', { npm_config_user_agent: 'canarypm/1.0' }, { packageManager: 'other' }],
    ['uv', { UV: '/canary/uv' }, { packageManager: 'uv' }],
    ['Poetry', { POETRY_ACTIVE: '1' }, { packageManager: 'poetry' }],
    ['production', { NODE_ENV: 'production' }, { environment: 'production' }],
    ['development', { NODE_ENV: 'development' }, { environment: 'development' }],
    ['an unlisted environment', { NODE_ENV: 'canary-corp' }, { environment: 'other' }],
  ])('%s', async (_, env, expected) => {
    const context = await contextOf(env)
    expect(context).toMatchObject(expected)
    expect(context).toMatchObject({
      os: process.platform === 'win32' ? 'windows' : process.platform,
      arch: process.arch,
      osVersion: expect.stringMatching(/^\d+\.\d+$/) as string,
      runtime: 'node',
      runtimeVersion: process.versions.node.split('.')[0],
      productVersion: '3.1',
    })
  })

  it('the version that ran before this one, and none on the first', async () => {
    const previous = async (version: string): Promise<unknown> => {
      machine.put('pending.jsonl', '')
      await machine.run(at('2027-01-04', { TOOL_VERSION: version }), 'rec:shape.seen {"command":"build"}', 'exit')
      return /"previousVersion":"([^"]*)"/.exec(machine.read('pending.jsonl'))?.[1]
    }
    await machine.run(at('2027-01-04'), 'on')
    expect(await previous('3.1.4')).toBeUndefined()
    expect(await previous('3.2.0')).toBe('3.1')
    expect(await previous('3.2.0')).toBe('3.1')
    expect(await previous('4.0.0')).toBe('3.2')
    await machine.run(at('2027-01-04'), 'off')
    expect(machine.names()).toEqual(['settings.json'])
  })

  it('how long it has been here, and how long the first use took to come, once', async () => {
    await machine.run(at('2027-01-04T08:00:00Z'), 'on')
    const used = 'rec:first.used {"command":"build"}'
    await machine.run(at('2027-01-06T11:00:00Z'), used, used, 'exit')
    await machine.run(at('2027-02-20T11:00:00Z'), used, 'exit')
    const lines = machine
      .read('pending.jsonl')
      .split('\n')
      .filter((line) => line.includes('"e":"first.used"'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('"installAge":"1-7"')
    expect(lines[0]).toContain('"timeToFirstUse":"24+"')
  })
})
