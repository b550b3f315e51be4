import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { captureSender, type SenderCommand } from './captured-sender.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { endOf, hasProgram, proofMachine, type Ended, type ProofMachine } from './proof-machine.ts'
import { countOf, proofRecorder, type ProofRecorder } from './proof-recorder.ts'

/** Kills of one run; `PROOF_KILLS=all` is one at every step. */
const KILLS = process.env['PROOF_KILLS'] ?? '14'
const SEED = Number(process.env['PROOF_SEED'] ?? Date.now() % 1_000_000)
const STEPS = ['openat', 'write', 'rename', 'unlink', 'connect', 'writev', 'sendto', 'read']

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine
let template: string
let sender: SenderCommand
const days = [3, 2].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10))

beforeAll(async () => {
  tool = installTool()
  recorder = await proofRecorder()
  machine = proofMachine(tool)
  // Real days, since how old a claim is goes by the clock of the disk.
  const at = (day: number): { [name: string]: string } => ({
    PROOF_ENDPOINT: recorder.url,
    PROOF_NOW: `${days[day]}T10:00:00Z`,
    PROOF_WAY: 'idle',
  })
  await machine.run(at(0), 'on', 'count:5', 'index:70', 'exit')
  await machine.run(at(1), 'count:6', 'bound:2', 'index:3', 'exit')
  sender = await captureSender(tool, machine, { PROOF_ENDPOINT: recorder.url }, 'count:4', 'index:1', 'exit')
  template = mkdtempSync(join(tmpdir(), 'plainsight-template-'))
  cpSync(machine.state, template, { recursive: true })
})
afterAll(async () => {
  await recorder.close()
  machine.remove()
  tool.remove()
  rmSync(template, { recursive: true, force: true })
})

function restore(): void {
  recorder.forget()
  rmSync(machine.state, { recursive: true, force: true })
  cpSync(template, machine.state, { recursive: true })
}

function send(...around: string[]): Promise<Ended> {
  const { program, args, cwd, env } = sender
  const [first = '', ...rest] = [...around, program, ...args]
  return endOf(spawn(first, rest, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** A day later: what lies there is old, and a run of the tool writes the job anew. What that run counts is of no day that is looked at. */
async function nextDay(days = 1): Promise<void> {
  age()
  const now = new Date(Date.now() + days * 86_400_000).toISOString()
  sender = await captureSender(tool, machine, { PROOF_ENDPOINT: recorder.url, PROOF_NOW: now }, 'count:1', 'exit')
}

function age(): void {
  const before = Date.now() / 1000 - 90_000
  for (const name of readdirSync(machine.state)) utimesSync(join(machine.state, name), before, before)
}

function expectAllOnce(): void {
  const batches = recorder.stored()
  const today = new Date().toISOString().slice(0, 10)
  const found = [...days, today].map((day) => [countOf(batches, day), countOf(batches, day, 'project.indexed')])
  expect(found).toEqual([
    [5, 70],
    [8, 3],
    [4, 1],
  ])
  const kept = readFileSync(join(machine.state, 'receipts.jsonl'), 'utf8').trim().split('\n')
  const receipts = kept.map((line) => JSON.parse(line) as { batch: string; body: string })
  expect(new Set(receipts.map(({ batch }) => batch))).toEqual(new Set(batches.map(({ batch }) => batch)))
  for (const { body } of receipts) expect(recorder.bodies()).toContain(body)
  expect(readdirSync(machine.state).filter((name) => /^(?:batch|cut|fold)-/.test(name))).toEqual([])
}

/** The steps of a sender from the moment it has read its job: the name of a call, and the how-manieth of that name. */
async function stepsOf(): Promise<[call: string, nth: number][]> {
  restore()
  const file = join(machine.home, 'trace')
  await send('strace', '-f', '-qq', '-o', file, '-e', `trace=${STEPS.join()}`)
  const lines = readFileSync(file, 'utf8').split('\n')
  const main = lines[0]?.split(' ')[0]
  const nth = new Map<string, number>()
  let begun = false
  return lines.flatMap((line): [string, number][] => {
    const [, thread, call] = /^(\d+)\s+(\w+)\(/.exec(line) ?? []
    if (call === undefined || thread !== main) return []
    nth.set(call, (nth.get(call) ?? 0) + 1)
    begun ||= line.includes('job.json')
    return begun ? [[call, nth.get(call)!]] : []
  })
}

describe('a sender', () => {
  it('sends everything once, and the day that is not over on the next', async () => {
    restore()
    await send()
    expect(recorder.requests.length).toBeGreaterThan(2)
    await nextDay()
    await send()
    expectAllOnce()
  })

  it.skipIf(!hasProgram('strace'))(
    'that is killed at any step leaves everything to a later one, which delivers it once',
    async () => {
      const steps = await stepsOf()
      expect(steps.length).toBeGreaterThan(40)
      const chosen = KILLS === 'all' ? steps : sample(steps, Number(KILLS))
      for (const [call, nth] of chosen) {
        restore()
        const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${nth}`]
        await send('strace', '-f', '-qq', '-o', join(machine.home, 'trace'), ...inject)
        try {
          // At once: whatever it finds, it doubles nothing.
          await send()
          for (let day = 1; day <= 3; day++) {
            await nextDay(day)
            await send()
          }
          expectAllOnce()
        } catch (error) {
          throw new Error(`Killed at ${call} number ${nth}, seed ${SEED}: ${(error as Error).message}`, {
            cause: error,
          })
        }
      }
    },
  )

  it('beside others of the same moment sends nothing twice', async () => {
    restore()
    await Promise.all([send(), send(), send(), send()])
    await nextDay()
    await Promise.all([send(), send()])
    await nextDay(2)
    await send()
    expectAllOnce()
  })

  it.skipIf(!hasProgram('strace'))(
    'beside another whose lock was taken for a dead one’s sends nothing twice',
    async () => {
      restore()
      writeFileSync(join(machine.state, 'sender.lock'), '')
      age()
      // The one has seen the old lock and is slow to remove it; the other's sender is at work by then, and loses its own.
      const at = (days: number): { [name: string]: string } => ({
        PROOF_ENDPOINT: recorder.url,
        PROOF_NOW: new Date(Date.now() + days * 86_400_000).toISOString(),
      })
      const trace = `-o ${join(machine.home, 'trace')} -P ${join(machine.state, 'sender.lock')} -e trace=unlink`
      const slow = machine.shell(
        `strace -qq ${trace} -e inject=unlink:delay_enter=600000 "$@"`,
        at(1),
        'count:1',
        'exit',
      )
      await machine.run(at(1), 'count:1', 'exit')
      await slow
      await machine.quiet()
      for (const day of [2, 3]) {
        await nextDay(day)
        await send()
      }
      expectAllOnce()
    },
  )
})

// So many, spread over all of the way; which, the seed says.
function sample<T>(all: readonly T[], count: number): T[] {
  const width = all.length / count
  let state = SEED
  return Array.from({ length: count }, (_, i) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return all[Math.min(all.length - 1, Math.floor((i + state / 2_147_483_648) * width))] as T
  })
}
