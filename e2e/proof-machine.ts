import { spawn, type ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { InstalledTool } from './installed-tool.ts'

/** What a process left behind when it ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The variables of a run; of what is set undefined there is none. */
export type Variables = { readonly [name: string]: string | undefined }

/** A home of its own, in which the tool runs with nothing of this process's environment. */
export interface ProofMachine {
  readonly home: string
  /** The state folder, whether it is there or not. */
  readonly state: string
  start(env: Variables, ...steps: string[]): ChildProcess
  run(env: Variables, ...steps: string[]): Promise<Ended>
  /** Runs a command line in which the tool is `"$@"`: the way to a shell's limits and a terminal. */
  shell(script: string, env: Variables, ...steps: string[]): Promise<Ended>
  /** Runs the tool under `strace`, and gives besides the calls of each process. */
  trace(env: Variables, ...steps: string[]): Promise<Ended & { readonly calls: readonly string[] }>
  names(): string[]
  read(name: string): string
  put(name: string, text: string): void
  /** Lets a minute pass on the disk: a command starts no second sender in the moment after it started one. */
  rest(): void
  /** Waits until no sender is at work in the state folder, or about to be. */
  quiet(): Promise<void>
  remove(): void
}

/** Whether a program is there to be run. */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

/** Furnishes a machine on which nothing has run yet. */
export function proofMachine({ tool }: InstalledTool, name = 'prooftool'): ProofMachine {
  const home = mkdtempSync(join(tmpdir(), 'plainsight-proof-home-'))
  const state = join(home, '.local', 'state', name, 'telemetry')
  const words = [process.execPath, tool]
  const children: ChildProcess[] = []
  function launch(command: readonly string[], env: Variables): ChildProcess {
    const [program = '', ...rest] = command
    const own = { HOME: home, PATH: process.env['PATH'], PROOF_NAME: name, ...env }
    const child = spawn(program, rest, { cwd: home, env: own, stdio: ['pipe', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }
  const machine: ProofMachine = {
    home,
    state,
    start: (env, ...steps) => launch([...words, ...steps], env),
    run: (env, ...steps) => endOf(machine.start(env, ...steps)),
    shell: (script, env, ...steps) => endOf(launch(['bash', '-c', script, 'bash', ...words, ...steps], env)),
    async trace(env, ...steps) {
      const file = join(tmpdir(), `plainsight-trace-${process.pid}-${children.length}-${home.slice(-6)}`)
      const command = [
        'strace',
        '-f',
        '-qq',
        '-s',
        '4096',
        '-o',
        file,
        '-e',
        'trace=%network,%process,%file,write,pwrite64',
      ]
      const ended = await endOf(launch([...command, ...words, ...steps], env))
      const calls = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
      rmSync(file)
      return { ...ended, calls }
    },
    names: () => (existsSync(state) ? readdirSync(state).sort() : []),
    read: (file) => (existsSync(join(state, file)) ? readFileSync(join(state, file), 'utf8') : ''),
    put(file, text) {
      mkdirSync(state, { recursive: true })
      writeFileSync(join(state, file), text)
    },
    rest() {
      const before = Date.now() / 1000 - 60
      for (const file of machine.names()) utimesSync(join(state, file), before, before)
    },
    quiet: () =>
      until('the sender to end', () => {
        const job = join(state, 'job.json')
        const lock = existsSync(join(state, 'sender.lock'))
        return !lock && !(existsSync(job) && sendersIn(state))
      }).then(() => {}),
    remove() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return machine
}

// A detached sender has the state folder as its working folder: that is how it is known among all processes.
function sendersIn(state: string): boolean {
  return processesIn(state).length > 0
}

/** The ids of processes whose working folder is this one; none where the system does not say. */
export function processesIn(folder: string): number[] {
  if (!existsSync('/proc/self/cwd') || !existsSync(folder)) return []
  const { ino, dev } = statSync(folder)
  return readdirSync('/proc').flatMap((name) => {
    try {
      const at = /^\d+$/.test(name) ? statSync(`/proc/${name}/cwd`) : undefined
      return at?.ino === ino && at.dev === dev ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

/** Waits for a process to end; what it prints is kept. */
export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => (stdout += part))
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

/** Waits until a process has printed a line. */
export function lineOf(child: ChildProcess, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString()
      if (text.split('\n').includes(line)) resolve()
    })
    child.on('close', () => reject(new Error(`It ended before it said ${line}.`)))
  })
}

/** Every file and folder below a folder, sorted. */
export function allBelow(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : []
}

/** Waits until something holds, looking again and again; fails after `limit` ms. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 30_000,
): Promise<T> {
  const end = Date.now() + limit
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`Waited ${limit} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
