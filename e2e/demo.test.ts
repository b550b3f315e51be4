import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { root } from '../tools/run-command.ts'

/** Processes that work in a folder or were started with its name, as Linux shows them; none elsewhere. */
function processesIn(folder: string): string[] {
  const found: string[] = []
  for (const pid of process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      const place = readlinkSync(`/proc/${pid}/cwd`)
      if (`${words}${environment}${place}`.includes(folder)) found.push(`${pid} ${words}`)
    } catch {
      // Gone meanwhile, or somebody else's.
    }
  }
  return found
}

/** Starts the demonstration with a temporary folder of its own, and ends it as soon as it has said `until`. */
async function interrupt(
  until: RegExp,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; left: string[]; running: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-demo-test-'))
  try {
    const child = spawn(process.execPath, [join(root, 'tools', 'demo.ts'), '--smoke'], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
    let out = ''
    child.stderr.resume()
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = until.test(out)
      out += text
      if (!before && until.test(out)) child.kill(signal)
    })
    const code = await ended
    const deadline = Date.now() + 30_000
    while (processesIn(folder).length > 0 && Date.now() < deadline) await wait(100)
    return { code, left: readdirSync(folder), running: processesIn(folder) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the demonstration', () => {
  it('ended in the middle by Ctrl-C leaves no file and no process', async () => {
    expect(await interrupt(/^\d{4}-\d\d-\d\d \(\d+ of/m, 'SIGINT')).toEqual({ code: 0, left: [], running: [] })
  })

  it('ended by a supervisor while deliveries are under way leaves nothing either', async () => {
    expect(await interrupt(/^today, /m, 'SIGTERM')).toEqual({ code: 0, left: [], running: [] })
  })
})
