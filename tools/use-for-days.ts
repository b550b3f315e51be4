import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

/** How long a detached sender may take to be there, ms. */
const PATIENCE = 20_000

/** What ends of a day's commands look like from outside. */
const ENDS = [
  ['exit', 0],
  ['natural', 0],
  ['throw', 1],
  ['signal', null],
] as const

/**
 * Uses the installed client for three days on one Node: a day of commands that end in every way, one whose first command hands over to
 * the detached sender, and one that is sent from the process itself.
 * @param user the folder in which the client is installed, with the programs of tools/packed-install
 * @returns what was not as promised
 */
export async function useForDays(user: string, node: string, tool: string): Promise<string[]> {
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { day, events } = JSON.parse(Buffer.concat(pieces).toString()) as Batch
      const count = events.reduce(
        (sum, event) => sum + (event.name === 'command.completed' ? (event.count ?? 0) : 0),
        0,
      )
      counts.set(day, (counts.get(day) ?? 0) + count)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":1,"rejected":[],"drift":0}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const home = mkdtempSync(join(user, 'days-'))
  const findings: string[] = []
  const run = async (day: string, end: string, code: number | null): Promise<void> => {
    const env = {
      HOME: home,
      PACKED_TELEMETRY: '1',
      DAILY_DAY: day,
      DAILY_END: end,
      DAILY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    }
    const ended = await runCommand(node, [tool], { cwd: user, env, onlyThisEnvironment: true, limit: 30 })
    if (ended.code !== code || (end !== 'throw' && ended.output !== ''))
      findings.push(`${tool} that ends by ${end} ended with code ${ended.code} and printed: ${ended.output}`)
  }
  const expectDay = async (day: string, wanted: number): Promise<void> => {
    const deadline = Date.now() + PATIENCE
    while ((counts.get(day) ?? 0) < wanted && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50))
    if (counts.get(day) !== wanted)
      findings.push(`${tool}: of ${wanted} commands of ${day} ${counts.get(day) ?? 0} arrived`)
  }
  try {
    for (const [end, code] of ENDS) await run('2026-11-17', end, code)
    await run('2026-11-18', 'exit', 0)
    await expectDay('2026-11-17', ENDS.length)
    await run('2026-11-19', 'flush', 0)
    await expectDay('2026-11-18', 1)
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return findings
}

interface Batch {
  day: string
  events: { name: string; count?: number }[]
}
