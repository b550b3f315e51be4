import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRows, startCollector, type DemoCollector } from '../tools/demo/demo-collector.ts'
import { bodyOf } from '../tools/demo/describe-machines.ts'
import { acmeMachines, dayAgo, type AcmeMachine, type AcmeMachines } from './acme-machines.ts'

type Row = { readonly [column: string]: unknown }

/** Where nobody listens. */
const NOWHERE = 'http://127.0.0.1:9'

let machines: AcmeMachines
let collector: DemoCollector
let rows: readonly Row[]
let receiptsOf: Map<string, Awaited<ReturnType<AcmeMachine['state']>>>
const FROM = 4
const WORK: readonly (readonly string[])[] = [
  ['list'],
  ['count'],
  ['check', '--most', '1'],
  ['list', '--mark', 'FIXME'],
]
/** Commands that were counted: `day command` → how often. */
const ledger = new Map<string, number>()

function counted(daysAgo: number, command: string): void {
  const key = `${dayAgo(daysAgo)} ${command}`
  ledger.set(key, (ledger.get(key) ?? 0) + 1)
}

beforeAll(async () => {
  machines = acmeMachines()
  collector = await startCollector(join(machines.folder, 'data'), ['--k', '1'])
  const roles = ['yes', 'yes', 'yes', 'yes', 'older', 'offline', 'killed'] as const
  const all = roles.map((role, i) => ({ role, machine: machines.add(`${role}-${i}`, collector.url, role) }))
  const refused = machines.add('refused', collector.url)
  for (const { machine } of all) await machine.run(FROM, ['telemetry', 'on'])
  await refused.run(FROM, ['telemetry', 'off'])
  for (let daysAgo = FROM; daysAgo >= 1; daysAgo--) {
    for (const [i, { role, machine }] of all.entries()) {
      const endpoint = role === 'offline' && daysAgo > 1 ? { endpoint: NOWHERE } : {}
      for (const args of WORK.slice(0, 1 + ((i + daysAgo) % WORK.length))) {
        await machine.run(daysAgo, args, endpoint)
        counted(daysAgo, args[0] as string)
      }
      if (role === 'killed' && daysAgo === 2)
        expect((await machine.run(daysAgo, ['list'], { killed: true })).code).toBe(null)
    }
    await refused.run(daysAgo, ['list'])
    await Promise.all(all.map(({ machine }) => machine.state()))
  }
  for (const { machine } of all) await machine.run(0, ['count'])
  receiptsOf = new Map()
  for (const { machine } of [...all, { machine: refused }])
    receiptsOf.set(machine.place.machine.name, await machine.state())
  rows = await exportRows(join(machines.folder, 'data'))
})

afterAll(async () => {
  await collector?.stop()
  await machines.remove()
})

async function ask(question: string, asked: { readonly [name: string]: string } = {}): Promise<readonly Row[]> {
  const query = new URLSearchParams({ contract: 'acme', from: dayAgo(FROM), to: dayAgo(0), ...asked })
  const response = await fetch(`${collector.url}/api/questions/${question}?${query.toString()}`)
  const answer = (await response.json()) as { rows?: readonly Row[]; message?: string }
  if (answer.rows === undefined) throw new Error(answer.message)
  return answer.rows
}

function sums(of: readonly Row[], key: (row: Row) => string, amount: (row: Row) => number): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of of) found.set(key(row), (found.get(key(row)) ?? 0) + amount(row))
  return found
}

const commands = (): readonly Row[] => rows.filter(({ event }) => event === 'command.completed')
const count = ({ count: n }: Row): number => Number(n)
const sorted = (map: ReadonlyMap<string, number>): [string, number][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

describe('from a command to a figure', () => {
  it('stores exactly the commands that ran: not one of a killed run, of a refusal or of today', () => {
    const stored = sums(commands(), ({ day, f_command: command }) => `${String(day)} ${String(command)}`, count)
    expect(sorted(stored)).toEqual(sorted(ledger))
  })

  it('stores each record that a receipt holds, once', () => {
    const receipts = [...receiptsOf.values()].flatMap((state) => state.receipts)
    const records = receipts.flatMap(({ status, body }) =>
      status === 200 ? bodyOf(body ?? '{"events":[]}').events : [],
    )
    expect(rows).toHaveLength(records.length)
    expect(new Set(rows.map(({ k }) => k)).size).toBe(rows.length)
    expect(receiptsOf.get('refused')?.files).toEqual(['settings.json'])
  })

  it('stores the days of a machine that was offline, when it is back', () => {
    const receipts = receiptsOf.get('offline-5')?.receipts.filter(({ status }) => status === 200) ?? []
    expect([...new Set(receipts.map(({ day }) => day))].sort()).toEqual([4, 3, 2, 1].map(dayAgo))
  })

  it('answers event-counts and breakdown as a count over the rows does', async () => {
    const shown = await ask('event-counts', { event: 'command.completed' })
    const perDay = sums(commands(), ({ day }) => String(day), count)
    for (const { day, count: figure } of shown) expect([day, figure]).toEqual([day, perDay.get(String(day)) ?? 0])
    for (const by of ['command', 'outcome', 'productVersion']) {
      const column = by === 'productVersion' ? 'c_productVersion' : `f_${by}`
      const own = sums(commands(), (row) => String(row[column]), count)
      const split = await ask('breakdown', { event: 'command.completed', by })
      expect(
        sorted(
          sums(
            split,
            ({ value }) => String(value),
            ({ count: n }) => Number(n),
          ),
        ),
      ).toEqual(sorted(own))
    }
  })

  it('answers active machines as a count over the presence rows does', async () => {
    const presence = rows.filter(({ event, f_grain: grain }) => event === 'plainsight.presence' && grain === 'day')
    const perDay = sums(
      presence,
      ({ day }) => String(day),
      () => 1,
    )
    const shown = await ask('active-machines')
    for (const { day, daily } of shown) expect([day, daily]).toEqual([day, perDay.get(String(day)) ?? 0])
    // Seven machines in all, whichever days each of them ran.
    expect(shown.find(({ day }) => day === dayAgo(1))?.['rolling7']).toBe(7)
  })

  it('knows the machine with an older version by nothing but the version', async () => {
    const older = commands().filter(({ c_productVersion: version }) => version === '3.0')
    expect(older.length).toBeGreaterThan(0)
    const shown = await ask('versions', { event: 'command.completed' })
    expect(new Set(shown.map(({ version }) => version))).toEqual(new Set(['3.0', '3.1']))
  })

  it('takes a delivery that is repeated for what it is: the same answer, no further row', async () => {
    const [receipt] = receiptsOf.get('yes-0')?.receipts ?? []
    const body = Buffer.from(receipt?.body ?? '', 'latin1')
    const headers = { 'content-type': 'application/json' }
    const again = await fetch(`${collector.url}/v1/batches`, { method: 'POST', body, headers })
    expect([again.status, await again.text()]).toEqual([200, receipt?.answer])
    expect(await exportRows(join(machines.folder, 'data'))).toHaveLength(rows.length)
  })

  it('keeps in a row nothing that says which delivery or machine it came from', () => {
    const columns = new Set(rows.flatMap((row) => Object.keys(row)))
    for (const { receipts } of receiptsOf.values())
      for (const { batch } of receipts) expect(JSON.stringify(rows)).not.toContain(batch)
    for (const word of ['batch', 'received', 'arrived', 'address', 'sdk'])
      expect([...columns].join(' ')).not.toContain(word)
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([null]))
  })
})
