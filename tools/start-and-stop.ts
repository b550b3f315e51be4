import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './run-command.ts'

/** Seconds for the page to be built and the store to be made in an empty folder. */
const readyLimit = 180

/** Seconds in which a server that is asked to stop has to be gone. */
const stopLimit = 10

/**
 * Starts a server with its usual command (which is given a free port and an empty data folder), asks it for its health and
 * for the page, and stops it. Returns a sentence for each thing that was not as the README promises.
 */
export async function startAndStop(command: string, args: readonly string[], cwd: string): Promise<string[]> {
  const data = mkdtempSync(join(tmpdir(), 'plainsight-start-'))
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`
  const child = spawn(command, [...args, '--port', '0', '--data', join(data, 'data')], {
    cwd,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const address = new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), readyLimit * 1000)
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      const [, found] = /listening on (http:\/\/\S+)/.exec(output) ?? []
      if (found !== undefined) {
        clearTimeout(timer)
        resolve(found)
      }
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    void ended.then(() => resolve(undefined))
  })
  const findings: string[] = []
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid!, name)
    } catch {
      // The whole group is gone already.
    }
  }
  try {
    const server = await address
    if (server === undefined) return [`${command} ${args.join(' ')} never said that it listens:\n${output.trimEnd()}`]
    for (const [page, type] of [
      ['/healthz', ''],
      ['/app/', 'text/html'],
    ] as const) {
      const answer = await fetch(new URL(page, server))
      await answer.arrayBuffer()
      if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').startsWith(type)) {
        findings.push(`GET ${page} answered ${answer.status} ${answer.headers.get('content-type')}`)
      }
    }
    signal('SIGTERM')
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), stopLimit * 1000).unref())
    if ((await Promise.race([ended, late])) === 'late')
      findings.push(`the server was still there ${stopLimit} s after SIGTERM:\n${output.trimEnd()}`)
    return findings
  } finally {
    signal('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  }
}
