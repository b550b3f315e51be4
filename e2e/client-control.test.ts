import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { allBelow, proofMachine, type Ended, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, raw, TAKEN, type ProofRecorder, type WireRequest } from './proof-recorder.ts'

// The ready-made `telemetry` command, run as a person runs it.

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool('fixtures-control-tool.ts')
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
beforeEach(() => {
  machine = proofMachine(tool, 'ctltool')
  recorder.answer = () => TAKEN
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

const run = (day: string, ...steps: string[]): Promise<Ended> => machine.run(at(day), ...steps)

interface Posted {
  readonly path: string
  readonly body: { readonly v: number; readonly contract: string; readonly [key: string]: unknown }
}

/** What came to a path. */
function postedTo(path: string): Posted[] {
  return recorder.requests.map(parsed).filter((each) => each.path === path)
}

function parsed({ head, body }: WireRequest): Posted {
  return { path: head.split(' ')[1] ?? '', body: JSON.parse(Buffer.from(body, 'latin1').toString()) as Posted['body'] }
}

/** Answers erasure and links as a collector does, and takes batches. */
function asCollector({ head }: WireRequest, index: number): string {
  return head.startsWith('POST /v1/batches') ? TAKEN : raw(202, `{"request":"r-${index}"}`)
}

describe('telemetry status', () => {
  it('names what decided, and says where everything is, how far ids reach and what it costs', async () => {
    await run('2027-01-04', 'on', 'count:2', 'exit')
    await run('2027-01-05', 'flush')
    const { stdout, code } = await run('2027-01-05', 'tel:')
    expect(code).toBe(0)
    expect(stdout).toContain('Telemetry is on: you chose on.')
    for (const line of [
      /decided by +rule 11, stored/,
      /contract +ctltool 1\.0\.0, digest [0-9a-f]{16}/,
      new RegExp(`goes to +${recorder.url}`),
      new RegExp(`kept in +${machine.state}`),
      /files +.*receipts\.jsonl \(.*settings\.json \(\d+ B\)/,
      /ids last +one run, as long as the secret/,
      /since +2027-01-04/,
      /last answer +200/,
      /kept there +until 20\d\d-\d\d-\d\d at most/,
      /start: about \d+ ms/,
      /network: none while a command runs/,
    ])
      expect(stdout).toMatch(line)
    expect(stdout).not.toContain('\u001b')
    const json = JSON.parse((await run('2027-01-05', 'tel:status --json')).stdout) as { [key: string]: unknown }
    expect(json).toMatchObject({
      state: 'on',
      row: 11,
      decider: 'stored',
      endpoint: recorder.url,
      folder: machine.state,
      identity: { scopes: ['run', 'install'], since: '2027-01-04' },
      costs: { network: 'none while a command runs' },
    })
  })

  it.each<[string, Variables, string, RegExp]>([
    ['DO_NOT_TRACK', { DO_NOT_TRACK: '1' }, 'do-not-track', /off: DO_NOT_TRACK is set/],
    ['its own variable', { CTLTOOL_TELEMETRY: 'off' }, 'off-variable', /off: CTLTOOL_TELEMETRY says off/],
    ['a stored off above a variable that says on', { CTLTOOL_TELEMETRY: '1' }, 'stored', /off: you chose off/],
    ['CI', { CI: '1' }, 'ci', /off: this is continuous integration/],
  ])('says that %s decides', async (name, env, decider, sentence) => {
    await run('2027-01-04', name.includes('stored') ? 'off' : 'on')
    const { stdout } = await machine.run(at('2027-01-05', env), 'tel:status')
    expect(stdout).toMatch(sentence)
    expect(stdout).toContain(`, ${decider}\n`)
  })
})

describe('telemetry on, off and local', () => {
  it('end with 0 where the choice holds from now on', async () => {
    for (const choice of ['on', 'local', 'off'])
      expect(await run('2027-01-04', `tel:${choice}`)).toMatchObject({ code: 0, stderr: '' })
  })

  it('store the choice, say so, warn and end with 1 where a variable stands above it', async () => {
    const { code, stdout, stderr } = await machine.run(at('2027-01-04', { DO_NOT_TRACK: '1' }), 'tel:on')
    expect(code).toBe(1)
    expect(stdout).toBe('Your choice is stored: on.\n')
    expect(stderr).toContain('something stronger decides: Telemetry is off: DO_NOT_TRACK is set.')
    // It holds when the variable is gone.
    expect(JSON.parse((await run('2027-01-04', 'status')).stdout)).toMatchObject({ state: 'on' })
    // To be off for another reason is off: there is nothing to warn of.
    expect(await machine.run(at('2027-01-04', { DO_NOT_TRACK: '1' }), 'tel:off')).toMatchObject({ code: 0, stderr: '' })
  })

  it('end with 2 for words that nothing is called, and change nothing', async () => {
    for (const words of [
      'yes',
      'on --channel guards',
      'local --channel guard',
      'on --now',
      'on twice',
      'report --days',
      'report --days 0',
      'off --forget=1',
    ]) {
      const { code, stdout, stderr } = await run('2027-01-04', `tel:${words}`)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^[A-Z-].*\.\n/)
    }
    expect(machine.names()).toEqual([])
    const { code, stdout } = await run('2027-01-04', 'tel:--help')
    expect(code).toBe(0)
    for (const word of ['status', 'on', 'off', 'local', 'show', 'log', 'report', 'explain', 'forget', 'link'])
      expect(stdout).toContain(`telemetry ${word}`)
  })

  it('on for one process by a variable ends with that process', async () => {
    await machine.run(at('2027-01-04', { CTLTOOL_TELEMETRY: '1' }), 'count:2', 'exit')
    const was = machine.read('pending.jsonl')
    expect(was).toContain('"n":2')
    const { stdout } = await run('2027-01-04', 'count:5', 'status', 'exit')
    expect(JSON.parse(stdout)).toMatchObject({ state: 'undecided' })
    expect(machine.read('pending.jsonl')).toBe(was)
    expect(machine.names()).not.toContain('settings.json')
  })

  it('off renews the identity: the next id is another', async () => {
    const idOf = async (): Promise<string> => {
      await run('2027-01-04', 'on', 'rec:team.seen {"command":"build"}', 'exit')
      const { stdout } = await run('2027-01-05', 'show')
      const { batches } = JSON.parse(stdout) as { batches: string[] }
      return /"id":"([0-9a-f]{32})"/.exec(batches.join('\n'))?.[1] ?? ''
    }
    const first = await idOf()
    expect(first).not.toBe('')
    expect(await idOf()).toBe(first)
    await run('2027-01-05', 'tel:off')
    expect(machine.names()).not.toContain('identity.json')
    const second = await idOf()
    expect(second).not.toBe('')
    expect(second).not.toBe(first)
  })

  it('two empty homes have two ids, and none before the first send', async () => {
    const ids: string[] = []
    for (let i = 0; i < 2; i++) {
      const home = proofMachine(tool, 'ctltool')
      await home.run(at('2027-01-04'), 'on', 'rec:team.seen {"command":"build"}', 'exit')
      expect(home.names()).not.toContain('identity.json')
      await home.run(at('2027-01-05'), 'flush')
      expect(statSync(join(home.state, 'identity.json')).mode & 0o777).toBe(0o600)
      ids.push(home.read('identity.json'))
      home.remove()
    }
    expect(new Set(ids).size).toBe(2)
    const sent = recorder.stored().flatMap(({ events }) => events.flatMap(({ id }) => id ?? []))
    expect(new Set(sent).size).toBe(2)
  })
})

describe('telemetry explain', () => {
  it('lists every event, value and what is never collected, and its JSON holds no path', async () => {
    const { stdout, code } = await run('2027-01-04', 'tel:explain')
    expect(code).toBe(0)
    for (const word of ['command.completed', 'crash.noted', 'channel errors', 'one of build, list', 'Never collected:'])
      expect(stdout).toContain(word)
    const json = (await run('2027-01-04', 'tel:explain --json')).stdout
    const explained = JSON.parse(json) as { events: { name: string }[]; categories: string[]; never: string[] }
    expect(explained.events.map(({ name }) => name)).toContain('rule.checked')
    expect(explained.categories).toEqual(['aggregate', 'diagnostic', 'opaque-identity'])
    expect(explained.never.length).toBeGreaterThan(3)
    for (const path of [machine.home, tool.folder, process.cwd()]) expect(json).not.toContain(path)
    // Asking what would be counted leaves nothing.
    expect(allBelow(machine.home)).toEqual([])
  })
})

describe('telemetry report', () => {
  it('draws what left, what waits and what is kept for oneself, and asks nobody', async () => {
    await run('2027-01-04', 'on', 'count:3', 'exit')
    await run('2027-01-04', 'tel:report')
    expect(machine.names()).not.toContain('identity.json')
    for (const day of ['2027-01-05', '2027-01-06']) await run(day, 'count:3', 'exit')
    await run('2027-01-06', 'flush')
    await run('2027-01-06', 'rec:rule.checked {"rule":"one"}', 'exit')
    const was = machine.names().map((name) => [name, machine.read(name)])
    const connections = recorder.connections
    const { stdout, code } = await machine.run(at('2027-01-07', { LANG: 'C.UTF-8' }), 'tel:report --days 7')
    expect(code).toBe(0)
    expect(stdout).toContain('from 2027-01-01 to 2027-01-07')
    expect(stdout).toMatch(/command\.completed {2}9 on 3 days\n {4} *███ *at most 3 a day/)
    expect(stdout).toContain('9  command build · outcome ok, duration 100 on average')
    expect(stdout).toContain('6 left this machine, 4 wait, 0 are kept for you alone')
    const plain = await machine.run(at('2027-01-07', { TERM: 'dumb' }), 'tel:report')
    expect(plain.stdout).not.toMatch(/[▁-█]/)
    const json = JSON.parse((await run('2027-01-07', 'tel:report --json')).stdout) as { rows: object[] }
    expect(json.rows).toContainEqual({
      day: '2027-01-04',
      event: 'command.completed',
      values: { command: 'build', outcome: 'ok' },
      count: 3,
      sums: { duration: 300 },
      where: 'sent',
    })
    const csv = (await run('2027-01-07', 'tel:report --csv')).stdout.split('\r\n')
    expect(csv[0]).toBe('day,event,values,where,count,duration_sum')
    expect(csv[1]).toBe('2027-01-04,command.completed,command build · outcome ok,sent,3,300')
    // Nothing was claimed, noted or made for it.
    expect(machine.names().map((name) => [name, machine.read(name)])).toEqual(was)
    expect(recorder.connections).toBe(connections)
  })

  it('shows what is counted for oneself only, which never leaves', async () => {
    await run('2027-01-04', 'tel:local')
    await run('2027-01-04', 'count:4', 'exit')
    const { stdout } = await run('2027-01-05', 'tel:report')
    expect(stdout).toContain('0 left this machine, 0 wait, 4 are kept for you alone')
    await run('2027-01-05', 'flush')
    expect(recorder.requests).toEqual([])
  })
})

describe('telemetry forget', () => {
  /** Two days that left: rows with an id for good, rows without. */
  async function sent(): Promise<void> {
    recorder.answer = (request, _, index) => asCollector(request, index)
    for (const day of ['2027-01-04', '2027-01-05', '2027-01-06'])
      await run(day, 'on', 'count:1', 'rec:team.seen {"command":"build"}', 'flush', 'exit')
    await run('2027-01-07', 'flush')
    expect(postedTo('/v1/batches').length).toBeGreaterThan(1)
  }

  it('hands over a proof for each id and each report, those of one scope a request, and leaves what it names', async () => {
    await sent()
    const batches = postedTo('/v1/batches').map(({ body }) => body['batch'])
    const ids = recorder.stored().flatMap(({ events }) => events.flatMap(({ id }) => id ?? []))
    const { code, stdout } = await run('2027-01-07', 'tel:forget')
    expect(code).toBe(0)
    const asked = postedTo('/v1/forget').map(({ body }) => body)
    expect(asked.map(({ v, contract }) => [v, contract])).toEqual(asked.map(() => [1, 'ctltool']))
    const proofs = asked.map((body) => body['proofs'] as { key?: string; batch?: string }[])
    for (const group of proofs) expect(new Set(group.map((proof) => Object.keys(proof).join()))).toHaveLength(1)
    expect(
      proofs
        .flat()
        .flatMap(({ batch }) => batch ?? [])
        .sort(),
    ).toEqual((batches as string[]).toSorted())
    // The key is the proof of possession of its id: SHA-256 over it is the id that left.
    const { createHash } = await import('node:crypto')
    const owned = proofs
      .flat()
      .flatMap(({ key }) => (key === undefined ? [] : [key]))
      .map((key) =>
        createHash('sha256').update('plainsight-id/1\n').update(Buffer.from(key, 'hex')).digest('hex').slice(0, 32),
      )
    for (const id of ids) expect(owned).toContain(id)
    for (const { path } of recorder.requests.map(parsed)) expect(['/v1/batches', '/v1/forget']).toContain(path)
    expect(stdout).toMatch(/\/v1\/requests\/r-\d+/)
  })

  it('off says what is kept and until when, and leaves the proofs and nothing else, for its owner alone', async () => {
    await sent()
    const secret = /"secret":"([0-9a-f]+)"/.exec(machine.read('identity.json'))?.[1]
    const { stdout } = await run('2027-01-07', 'tel:off')
    expect(stdout).toMatch(
      /What left before is kept until 2027-\d\d-\d\d at most \(\d reports\); ctltool telemetry forget/,
    )
    expect(machine.names()).toEqual(['erasure.json', 'receipts.jsonl', 'settings.json'])
    expect(statSync(join(machine.state, 'erasure.json')).mode & 0o777).toBe(0o600)
    expect(machine.read('erasure.json')).not.toContain(secret)
    expect(postedTo('/v1/forget')).toEqual([])
    // Off, and asked for later.
    const later = await run('2027-01-20', 'tel:forget')
    expect(later.code).toBe(0)
    expect(postedTo('/v1/forget').length).toBeGreaterThan(0)
    expect(machine.names()).toEqual(['receipts.jsonl', 'settings.json'])
  })

  it('off --forget asks at once, and what nobody answered is asked for again', async () => {
    await sent()
    recorder.answer = () => raw(503, 'not now')
    const refused = await run('2027-01-07', 'tel:off --forget')
    expect([refused.code, refused.stdout]).toEqual([3, expect.stringContaining('answered 503')])
    const kept = machine.read('erasure.json')
    expect(kept).toContain('"key"')
    recorder.answer = (request, _, index) => asCollector(request, index)
    expect((await run('2027-01-08', 'tel:forget')).code).toBe(0)
    expect(machine.names()).not.toContain('erasure.json')
  })

  it('--purge removes the proofs and receipts from this machine, and asks nobody', async () => {
    await sent()
    expect((await run('2027-01-07', 'tel:off --purge')).code).toBe(0)
    expect(machine.names()).toEqual(['settings.json'])
    expect(postedTo('/v1/forget')).toEqual([])
    expect((await run('2027-01-08', 'tel:forget')).stdout).toContain('There is nothing to erase')
  })

  it('hands no proof to a sink that the makers added, and says where it went besides', async () => {
    recorder.answer = (request, _, index) => asCollector(request, index)
    const besides = await proofRecorder()
    const env = { TOOL_SINK: `${besides.url}/elsewhere` }
    await machine.run(at('2027-01-04', env), 'on', 'rec:team.seen {"command":"build"}', 'exit')
    await machine.run(at('2027-01-05', env), 'flush')
    expect(besides.requests).not.toEqual([])
    const { stdout } = await machine.run(at('2027-01-05', env), 'tel:forget')
    expect(postedTo('/v1/forget')).not.toEqual([])
    expect(besides.requests.filter(({ body }) => body.includes('proofs'))).toEqual([])
    expect(stdout).toContain(`It went to ${besides.url}/elsewhere, too`)
    await besides.close()
  })

  it('keeps no proof of what has expired', async () => {
    await sent()
    await run('2027-01-07', 'tel:off')
    const { stdout } = await run('2027-12-01', 'tel:forget')
    expect(stdout).toContain('There is nothing to erase')
    expect(postedTo('/v1/forget')).toEqual([])
  })
})

describe('telemetry link', () => {
  const ORG = 'org_4f9a2c77d1e04b3c'

  it('says from then on which organisation it is, and registers what lasts', async () => {
    recorder.answer = (request, _, index) => asCollector(request, index)
    await run('2027-01-04', 'on', 'rec:team.seen {"command":"build"}', 'exit')
    await run('2027-01-05', 'flush')
    const { code, stdout } = await run('2027-01-05', `tel:link ${ORG}`)
    expect([code, stdout]).toEqual([0, `This machine says from now on that it belongs to ${ORG}.\n`])
    expect(postedTo('/v1/link').map(({ body }) => body)).toEqual([
      { v: 1, contract: 'ctltool', org: ORG, proofs: [{ key: expect.stringMatching(/^[0-9a-f]{64}$/) as string }] },
    ])
    await run('2027-01-05', 'rec:team.seen {"command":"list"}', 'count:1', 'exit')
    await run('2027-01-06', 'flush')
    const events = postedTo('/v1/batches').flatMap(({ body }) =>
      (body['events'] as object[]).map((event) => ({ day: body['day'], ...event })),
    )
    const linked = events.filter((event) => 'ids' in event)
    expect(linked).toMatchObject([{ day: '2027-01-05', name: 'team.seen', ids: { team: ORG } }])
    // Taken back, and gone with an off.
    expect((await run('2027-01-06', 'tel:link --remove')).code).toBe(0)
    expect(machine.read('settings.json')).not.toContain(ORG)
  })

  it.each([
    '/home/me/acme',
    'C:\\Users\\me',
    '~/acme',
    '../acme',
    'me@acme.example',
    'acme.example',
    'acmecorporation',
    'home-me-acme-2024-secret',
    'org 1234567890123456',
  ])('refuses %s: that is no opaque id', async (name) => {
    await run('2027-01-04', 'on')
    const { code, stdout, stderr } = await machine.run(at('2027-01-04'), `tel:link ${name.replaceAll(' ', '\u00a0')}`)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('no opaque id')
    expect(machine.read('settings.json')).not.toContain(name)
    expect(recorder.requests).toEqual([])
  })

  it('is refused while telemetry is off', async () => {
    await run('2027-01-04', 'off')
    const { code, stderr } = await run('2027-01-04', `tel:link ${ORG}`)
    expect([code, stderr]).toEqual([1, expect.stringContaining('Telemetry is off: you chose off.')])
    expect(machine.read('settings.json')).not.toContain(ORG)
    expect(recorder.requests).toEqual([])
  })
})

describe('a channel', () => {
  const rule = 'rec:rule.checked {"rule":"one"}'
  const crash = 'rec:crash.noted {"rule":"one"}'

  it('goes with everything else, but error reports wait for a yes of their own', async () => {
    await run('2027-01-04', 'on', 'count:1', rule, crash, 'exit')
    expect(machine.read('pending.jsonl')).toContain('"e":"rule.checked","b"')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"crash.noted","f":{')
    expect((await run('2027-01-04', 'tel:on --channel errors')).code).toBe(0)
    await run('2027-01-04', crash, 'exit')
    expect(machine.read('pending.jsonl')).toContain('"e":"crash.noted","f":{')
  })

  it('that is refused is gone, and the others go on', async () => {
    await run('2027-01-04', 'on', 'count:1', rule, 'exit')
    expect((await run('2027-01-04', 'tel:off --channel guard')).code).toBe(0)
    expect(machine.read('pending.jsonl')).not.toContain('rule.checked')
    await run('2027-01-04', 'count:2', rule, 'exit')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"rule.checked","b"')
    await run('2027-01-05', 'flush')
    const names = recorder.stored().flatMap(({ events }) => events.map(({ name }) => name))
    expect(names).toContain('command.completed')
    expect(names).not.toContain('rule.checked')
    const { stdout } = await run('2027-01-05', 'tel:status')
    expect(stdout).toMatch(/guard +The channel guard is off: you chose off for it\./)
  })

  it('has a variable of its own, and its off stands above its stored on', async () => {
    await run('2027-01-04', 'on')
    await run('2027-01-04', 'tel:on --channel errors')
    await machine.run(at('2027-01-04', { CTLTOOL_TELEMETRY_ERRORS: '0' }), 'count:1', crash, 'exit')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"crash.noted","f":{')
    await machine.run(at('2027-01-04', { CTLTOOL_TELEMETRY_GUARD: 'off' }), rule, crash, 'exit')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"rule.checked","b"')
    expect(machine.read('pending.jsonl')).toContain('"e":"crash.noted","f":{')
  })

  it('never speaks where everything is off', async () => {
    await run('2027-01-04', 'off')
    const { code, stdout } = await run('2027-01-04', 'tel:on --channel errors')
    expect([code, stdout]).toEqual([1, expect.stringContaining('Telemetry is off')])
    await machine.run(at('2027-01-04', { CTLTOOL_TELEMETRY_ERRORS: '1' }), rule, crash, 'count:1', 'exit')
    expect(machine.names()).toEqual(['settings.json'])
  })
})

describe('what a tenant sets', () => {
  it('switches an event off, and what is recorded of it all the same is drift and nothing else', async () => {
    const tenant = JSON.stringify({ disabledEvents: ['rule.checked'] })
    await machine.run(
      at('2027-01-04', { TOOL_TENANT: tenant }),
      'on',
      'count:1',
      'rec:rule.checked {"rule":"one"}',
      'exit',
    )
    expect(machine.read('pending.jsonl')).toContain('command.completed')
    expect(machine.read('pending.jsonl')).not.toContain('"e":"rule.checked","b"')
    expect(machine.read('pending.jsonl')).toContain('"e":"rule.checked","f":"*","w":"disabled"')
  })
})

describe('debug', () => {
  it('prints on standard error what would leave, to the byte but for ids, and sends and keeps nothing', async () => {
    const steps = ['count:3', 'rec:rule.checked {"rule":"one"}', 'rec:run.started {"command":"build"}', 'exit']
    const { stderr, stdout } = await machine.run(
      at('2027-01-04', { CTLTOOL_TELEMETRY_DEBUG: '1', DO_NOT_TRACK: '1' }),
      ...steps,
    )
    expect(stdout).toBe('')
    expect(allBelow(machine.home)).toEqual([])
    await run('2027-01-04', 'on', ...steps)
    await run('2027-01-05', 'flush')
    const bare = (text: string): unknown => {
      const {
        batch: _,
        events,
        ...rest
      } = JSON.parse(text) as { batch: string; events: { name: string; id?: string }[] }
      const plain = events.filter(({ name }) => name !== 'plainsight.presence').map(({ id: __, ...event }) => event)
      return { ...rest, drift: undefined, events: plain }
    }
    const printed = stderr
      .split('\n')
      .filter((line) => line !== '')
      .map(bare)
    const sent = recorder.bodies().map((body) => bare(Buffer.from(body, 'latin1').toString()))
    expect(printed).toEqual(sent)
    expect(recorder.requests.length).toBe(sent.length)
  })
})

describe('each state file', () => {
  it('is written to a temporary name and renamed, for its owner alone', async () => {
    await run('2027-01-04', 'on', 'count:1', 'rec:team.seen {"command":"build"}', 'exit')
    await run('2027-01-05', 'count:1', 'flush', 'exit')
    await run('2027-01-05', 'tel:on --channel errors')
    for (const name of machine.names())
      expect([name, statSync(join(machine.state, name)).mode & 0o777]).toEqual([name, 0o600])
    // A reader that holds the old file open still sees it whole: the new one is another file.
    const before = statSync(join(machine.state, 'settings.json')).ino
    const text = readFileSync(join(machine.state, 'settings.json'), 'utf8')
    rmSync(join(machine.state, 'erasure.json'), { force: true })
    writeFileSync(join(machine.home, 'copy'), text)
    await run('2027-01-05', 'tel:off --channel errors')
    expect(statSync(join(machine.state, 'settings.json')).ino).not.toBe(before)
    expect(machine.names().filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
