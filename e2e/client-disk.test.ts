import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, hasProgram, lineOf, proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { countOf, proofRecorder, type ProofRecorder } from './proof-recorder.ts'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine
let mounted: string | undefined

beforeAll(async () => {
  tool = installTool()
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})
afterEach(async () => {
  await machine.quiet()
  if (mounted !== undefined) execFileSync('umount', ['-l', mounted])
  mounted = undefined
  machine.remove()
  recorder.forget()
})

const at = (time: string): Variables => ({
  PROOF_ENDPOINT: recorder.url,
  PROOF_NOW: time.includes('T') ? time : `${time}T10:00:00Z`,
})

const SILENT = { code: 0, signal: null, stdout: '', stderr: '' }
const WORK = ['count:3', 'index:2', 'bound:2', 'span', 'exit']

/** Whether this system lets its tests mount. */
function mounts(): boolean {
  if (process.getuid?.() !== 0 || !hasProgram('mount')) return false
  const folder = join('/tmp', `plainsight-mount-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function mount(options: string): void {
  mkdirSync(machine.state, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', machine.state])
  mounted = machine.state
}

describe('a disk', () => {
  it.skipIf(!mounts())(
    'that is full: the host is as ever, nothing torn arrives, and when there is room it goes on',
    async () => {
      machine = proofMachine(tool)
      mount('size=64k,mode=700')
      await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
      // Fills what is left to the last page.
      try {
        writeFileSync(join(machine.state, 'ballast'), Buffer.alloc(1 << 20))
      } catch {
        // As meant.
      }
      for (let i = 0; i < 3; i++) {
        expect(await machine.run(at('2027-01-01'), ...WORK)).toEqual(SILENT)
        expect(await machine.run(at('2027-01-01'), 'index:200', 'exit')).toEqual(SILENT)
      }
      const { stdout, ...rest } = await machine.run(at('2027-01-02'), 'flush:1500')
      expect({ ...rest, stdout: '' }).toEqual(SILENT)
      expect(stdout).toMatch(/^\{"taken":/)
      rmSync(join(machine.state, 'ballast'))
      await machine.run(at('2027-01-02'), 'count:5', 'exit')
      for (const day of ['2027-01-03', '2027-01-04']) {
        await machine.quiet()
        await machine.run(at(day), 'flush:3000')
      }
      expect(countOf(recorder.stored(), '2027-01-01')).toBeGreaterThan(0)
      expect(countOf(recorder.stored(), '2027-01-02')).toBe(5)
    },
  )

  it('on which a file may not grow: the host is as ever', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
    // Blocks of 512 or 1024 bytes; a write beyond is refused in the middle.
    expect(
      await machine.shell('ulimit -f 1; trap "" XFSZ; exec "$@"', at('2027-01-01'), 'index:200', 'count:3', 'exit'),
    ).toEqual(SILENT)
    await machine.run(at('2027-01-01'), 'count:7', 'exit')
    await machine.run(at('2027-01-02'), 'flush:3000')
    // What was cut off is not counted, or counted, and never half of it.
    expect([8, 11]).toContain(countOf(recorder.stored(), '2027-01-01'))
    const names = recorder.stored().flatMap(({ events }) => events.map(({ name }) => name))
    expect(new Set(names)).toEqual(
      new Set([...new Set(names)].filter((name) => /^(?:command|project|plainsight)\./.test(name))),
    )
  })

  it.skipIf(!mounts())(
    'that can only be read: nothing is kept, nothing is said, and a stored choice still holds',
    async () => {
      machine = proofMachine(tool)
      mount('size=64k,mode=700')
      await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
      const was = machine.names().map((name) => machine.read(name))
      execFileSync('mount', ['-o', 'remount,ro', machine.state])
      expect(await machine.run(at('2027-01-02'), ...WORK)).toEqual(SILENT)
      const { stdout } = await machine.run(at('2027-01-02'), 'count:1', 'flush:1000', 'off')
      expect(stdout).toBe('{"taken":0,"dropped":0,"left":0}\n')
      expect(machine.names().map((name) => machine.read(name))).toEqual(was)
      expect(recorder.requests).toEqual([])
    },
  )

  it.each([
    ['a home that is no folder', (): Variables => ({ HOME: join(machine.home, 'file') })],
    ['no home at all', (): Variables => ({ HOME: undefined })],
    ['an empty home', (): Variables => ({ HOME: '' })],
    ['a home that is not there', (): Variables => ({ HOME: join(machine.home, 'nobody') })],
    ['a state folder that is a file', (): Variables => ({ PROOFTOOL_TELEMETRY_DIR: join(machine.home, 'file') })],
    ['a state folder below a device', (): Variables => ({ PROOFTOOL_TELEMETRY_DIR: '/dev/null/here' })],
    ['a name that is too long', (): Variables => ({ PROOF_DIR: join(machine.home, 'x'.repeat(5_000)) })],
  ])('with %s: the host is as ever', async (_, env) => {
    machine = proofMachine(tool)
    writeFileSync(join(machine.home, 'file'), 'mine')
    // Without a home the system's own record of the user says where it is; there nothing may be written by a test.
    const place = env().HOME === undefined || env().HOME === '' ? { XDG_STATE_HOME: join(machine.home, 'state') } : {}
    expect(await machine.run({ ...at('2027-01-01'), PROOFTOOL_TELEMETRY: '1', ...place, ...env() }, ...WORK)).toEqual(
      SILENT,
    )
    const later = { ...at('2027-01-02'), PROOFTOOL_TELEMETRY: '1', ...place, ...env() }
    expect((await machine.run(later, 'count:1', 'flush:1000', 'status', 'close')).code).toBe(0)
    expect(readFileSync(join(machine.home, 'file'), 'utf8')).toBe('mine')
  })

  it.skipIf(!hasProgram('strace') || process.platform !== 'linux')(
    'that is slow at every step: the host is as ever, and everything arrives once',
    async () => {
      machine = proofMachine(tool)
      await machine.run(at('2027-01-01'), 'on', 'exit')
      // Ten milliseconds more for each step that changes it.
      const slow = 'strace -f -qq -o /dev/null -e inject=write,rename,unlink,mkdir,ftruncate:delay_enter=10000 "$@"'
      expect(await machine.shell(slow, at('2027-01-01'), ...WORK)).toEqual(SILENT)
      const { code, stderr } = await machine.shell(slow, at('2027-01-02'), 'count:1', 'flush:8000', 'exit')
      expect([code, stderr]).toEqual([0, ''])
      expect(countOf(recorder.stored(), '2027-01-01')).toBe(6)
    },
  )

  it('keeps what it writes for its user alone, also where others may read by default', async () => {
    machine = proofMachine(tool)
    await machine.shell('umask 000; exec "$@"', at('2027-01-01'), 'on', 'count:1', 'index:1', 'exit')
    await machine.shell('umask 000; exec "$@"', at('2027-01-02'), 'count:1', 'flush:3000', 'exit')
    const modes = machine.names().map((name) => [name, (statSync(join(machine.state, name)).mode & 0o777).toString(8)])
    expect(modes).toEqual(machine.names().map((name) => [name, '600']))
    expect((statSync(machine.state).mode & 0o777).toString(8)).toBe('700')
    expect(machine.names()).toContain('receipts.jsonl')
  })
})

/** What may be found where a file of ours should be. */
const BROKEN: readonly (readonly [string, (text: string) => string])[] = [
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, Math.floor(text.length / 2))],
  ['of another tool', () => '{"mine":[1,2,3],"format":1}\nhello\n'],
  ['of a newer version', () => '{"format":99,"t":"q","x":"00000000","d":"2027-01-01"}\n'],
  ['bytes of chance', () => String.fromCharCode(...Array.from({ length: 2_000 }, (_, i) => (i * 7919) % 251))],
  ['null', () => 'null\n'],
  ['deep', () => `${'['.repeat(100_000)}\n`],
]
const FILES = ['cache.json', 'presence.json', 'job.json', 'sender.json', 'receipts.jsonl', 'identity.json']

describe('a file that is', () => {
  it.each(BROKEN)(
    '%s, in the place of each of ours: the host is as ever, and what is counted then arrives',
    async (_, spoil) => {
      machine = proofMachine(tool)
      await machine.run(at('2027-01-01'), 'on', 'count:1', 'index:1', 'exit')
      await machine.run(at('2027-01-02'), 'count:1', 'flush:3000', 'exit')
      await machine.run(at('2027-01-02'), 'count:2', 'index:1', 'exit')
      const sound = new Map(machine.names().map((name) => [name, machine.read(name)]))
      // The spool by itself, and then all that only helps: of the one something may be lost, of the others nothing.
      for (const spoiled of [['pending.jsonl'], FILES]) {
        rmSync(machine.state, { recursive: true })
        for (const [name, text] of sound) machine.put(name, spoiled.includes(name) ? spoil(text) : text)
        recorder.forget()
        expect(await machine.run({ ...at('2027-01-02'), PROOF_WAY: 'idle' }, ...WORK)).toEqual(SILENT)
        const { code, stderr } = await machine.run(at('2027-01-03'), 'show', 'status', 'flush:3000', 'exit')
        expect([code, stderr]).toEqual([0, ''])
        // Three counted, a bound two and a span that ended with the process; before them three, where the spool was sound.
        const arrived = countOf(recorder.stored(), '2027-01-02')
        expect(arrived).toBeGreaterThanOrEqual(spoiled === FILES ? 9 : 6)
        expect(arrived).toBeLessThanOrEqual(9)
      }
    },
  )

  it('a folder, in the place of each of ours: the host is as ever', async () => {
    for (const file of ['pending.jsonl', ...FILES, 'settings.json', 'sender.lock', 'local.jsonl']) {
      machine = proofMachine(tool)
      await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
      rmSync(join(machine.state, file), { force: true })
      mkdirSync(join(machine.state, file))
      expect([file, await machine.run(at('2027-01-01'), ...WORK)]).toEqual([file, SILENT])
      const { code, stderr } = await machine.run(
        at('2027-01-02'),
        'count:1',
        'show',
        'status',
        'flush:1500',
        'off',
        'on',
        'exit',
      )
      expect([file, code, stderr]).toEqual([file, 0, ''])
      if (file !== 'local.jsonl') machine.remove()
    }
  })

  it('foreign, beside ours: left alone, also by off', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on', 'count:1', 'exit')
    machine.put('My Notes.txt', 'mine')
    machine.put('batch-not-one-of-ours.json', '{"day":')
    symlinkSync('/etc/hostname', join(machine.state, 'link'))
    await machine.run(at('2027-01-02'), 'flush:3000')
    expect(countOf(recorder.stored(), '2027-01-01')).toBe(1)
    await machine.run(at('2027-01-02'), 'off')
    expect(machine.names()).toEqual(expect.arrayContaining(['My Notes.txt', 'link', 'settings.json']))
    expect(machine.read('My Notes.txt')).toBe('mine')
  })
})

describe('a clock', () => {
  it.each([
    ['ten years ahead, and back', '2037-01-01', '2027-01-03'],
    ['ten years back, and ahead', '2017-01-01', '2027-01-03'],
  ])('that is %s: the host is as ever, and what was counted under a right clock arrives', async (_, wrong, later) => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on', 'count:3', 'exit')
    expect(await machine.run({ ...at(wrong), PROOF_WAY: 'idle' }, ...WORK)).toEqual(SILENT)
    expect(await machine.run({ ...at('2027-01-02'), PROOF_WAY: 'idle' }, 'count:4', 'exit')).toEqual(SILENT)
    for (let i = 0; i < 3; i++) await machine.run(at(later), 'flush:3000')
    expect(countOf(recorder.stored(), '2027-01-01')).toBe(3)
    expect(countOf(recorder.stored(), '2027-01-02')).toBe(4)
    // The presence of a machine is never older than what it knows.
    const days = recorder.stored().filter(({ events }) => events.some(({ name }) => name === 'plainsight.presence'))
    expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
  })

  it('that was wrong while it sent does not silence the machine when it is right', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on', 'count:3', 'exit')
    await machine.run(at('2037-01-01'), 'count:1', 'flush:3000', 'exit')
    expect(countOf(recorder.stored(), '2027-01-01')).toBe(3)
    await machine.run({ ...at('2027-01-02'), PROOF_WAY: 'idle' }, 'count:4', 'exit')
    await machine.run(at('2027-01-03'), 'count:1', 'exit')
    await machine.quiet()
    expect(countOf(recorder.stored(), '2027-01-02')).toBe(4)
  })

  it('that passes midnight while a process runs: each day has its own', async () => {
    machine = proofMachine(tool)
    await machine.run(at('2027-01-01'), 'on')
    const child = machine.start(
      { ...at('2027-01-01T23:59:00Z'), PROOF_WAY: 'idle' },
      'count:3',
      'bound:2',
      'say:ready',
      'hear',
      'day:2027-01-02T00.00.01Z',
      'count:5',
      'bound:1',
      'exit',
    )
    const ended = endOf(child)
    await lineOf(child, 'ready')
    child.stdin?.end('go\n')
    await ended
    await machine.run(at('2027-01-03'), 'flush:3000')
    expect(countOf(recorder.stored(), '2027-01-01')).toBe(5)
    expect(countOf(recorder.stored(), '2027-01-02')).toBe(6)
    const gaps = new Map<string, unknown>()
    for (const { day, events } of recorder.stored())
      for (const { fields } of events) if (fields?.['grain'] === 'day') gaps.set(day, fields['gap'])
    expect(Object.fromEntries(gaps)).toEqual({ '2027-01-01': 'first', '2027-01-02': '1' })
  })
})
