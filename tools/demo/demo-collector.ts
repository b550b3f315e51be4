import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../run-command.ts'

/** A collector of the demonstration: the real command, in a process of its own. */
export interface DemoCollector {
  readonly url: string
  /** Tells it to end and waits until it has. */
  stop(): Promise<void>
}

const PLAINSIGHT = join(root, 'packages', 'cli', 'bin', 'plainsight.js')

/**
 * Starts `plainsight serve` on a folder and a free port, and waits until it listens. Throws with its own words when it does not.
 * @param more further arguments of the command
 */
export function startCollector(data: string, more: readonly string[] = []): Promise<DemoCollector> {
  const args = ['serve', '--contracts', join(root, 'examples', 'node-cli'), '--data', data, '--port', '0', ...more]
  const child = spawn(process.execPath, [PLAINSIGHT, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return new Promise((resolve, reject) => {
    const take = (text: string): void => {
      said = (said + text).slice(-4_000)
      const url = /^listening on (http:\S+)$/m.exec(said)?.[1]
      if (url === undefined) return
      resolve({
        url,
        stop() {
          child.kill('SIGTERM')
          return ended
        },
      })
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    void ended.then(() => reject(new Error(`The collector did not start: ${said.trim()}`)))
  })
}

/** Every stored row, as `plainsight export --raw` prints it. Throws with the command's own words when it fails. */
export function exportRows(data: string): Promise<{ readonly [column: string]: unknown }[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PLAINSIGHT, 'export', '--raw', '--data', data], { cwd: root })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`The rows could not be read: ${err.trim()}`))
      const lines = out.split('\n').filter(Boolean)
      resolve(lines.map((line) => JSON.parse(line) as { readonly [column: string]: unknown }))
    })
  })
}
