import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a process did that can be seen from outside. */
export interface Traced {
  /** Writes to files below the folder, by file name. */
  readonly writes: readonly string[]
  /** Files below the folder that were opened for writing, renamed or removed, by file name. */
  readonly touched: readonly string[]
  readonly sockets: number
  /** Processes started, threads not counted. */
  readonly children: number
}

/** Whether this system can trace. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0
}

/** Runs a program on this Node under a trace of its system calls, and tells what it did with the files below a folder. */
export function traceProcess(file: string, env: NodeJS.ProcessEnv, folder: string, scratch: string): Traced {
  const log = join(scratch, 'trace.log')
  const calls =
    'trace=openat,open,creat,write,pwrite64,writev,rename,renameat,renameat2,unlink,unlinkat,socket,clone,clone3,fork,vfork'
  const { status } = spawnSync('strace', ['-f', '-y', '-qq', '-o', log, '-e', calls, process.execPath, file], {
    env,
    stdio: 'ignore',
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`the trace of ${file} ended with ${status}`)
  const lines = readFileSync(log, 'utf8').split('\n')
  const below = (text: string): string | undefined =>
    text.includes(`${folder}/`)
      ? text.slice(text.indexOf(`${folder}/`) + folder.length + 1).split(/["<>]/)[0]
      : undefined
  const matching = (pattern: RegExp): string[] =>
    lines.filter((line) => pattern.test(line)).flatMap((line) => below(line) ?? [])
  return {
    writes: matching(/ (?:write|pwrite64|writev)\(/),
    touched: matching(/ (?:rename\w*|unlink\w*)\(| (?:openat|open|creat)\(.*O_(?:WRONLY|RDWR)/),
    sockets: lines.filter((line) => / socket\(/.test(line)).length,
    children: lines.filter((line) => / (?:clone3?|v?fork)\(/.test(line) && !line.includes('CLONE_THREAD')).length,
  }
}
