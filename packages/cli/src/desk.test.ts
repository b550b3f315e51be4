import { bucket, choice, defineContract, duration, event, hash, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { createDesk, type Desk } from './desk.ts'

const contract = defineContract({
  name: 'sample',
  version: '1.0.0',
  title: 'Sample',
  description: 'A tool to test with.',
  owners: ['@sample/dx'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['list', 'build'], 'Which command ran', { transient: true }),
    took: duration('How long it took'),
    size: bucket([10, 100], 'How large'),
    project: hash('project', 'Which project'),
  },
  events: {
    ran: rollup({ what: 'A', why: 'B', readBy: ['chart:a'], by: ['command'], measure: ['took'] }),
    indexed: event({
      what: 'A',
      why: 'B',
      readBy: ['chart:b'],
      identity: 'month',
      fields: { size: 'required', project: 'optional' },
    }),
  },
})

let part = 0
function told(desk: Desk, ...calls: readonly object[]): { readonly [field: string]: readonly unknown[] }[] {
  const before = desk.log.entries().length
  const all = calls.map((call) => ({ contract: 'sample', ...call }))
  expect(desk.takeCalls({ part: `p-${++part}`, calls: all, untold: 0 }).status).toBe(200)
  return desk.log
    .entries()
    .slice(before)
    .map(({ records = [] }) =>
      Object.fromEntries(
        records.flatMap(({ values }) =>
          values.map(({ field, verdict, given, kept }) => [
            field,
            [verdict, given, ...(kept === undefined ? [] : [kept])],
          ]),
        ),
      ),
    )
}

describe('a desk', () => {
  it('shows what JSON has no word for as it was, and judges it as the client does', () => {
    const desk = createDesk([contract])
    expect(
      told(
        desk,
        { event: 'ran', given: { command: 'list', took: { $desk: 'number', text: 'NaN' } } },
        { event: 'ran', given: { command: { $desk: 'function', text: '() => 1' } } },
        { event: 'indexed', given: { size: 50, project: '/home/anna/acme' } },
        { event: 'indexed', given: { size: { $desk: 'throws', text: '' } } },
        { event: 'ran', given: { command: 'list' }, span: 'ok' },
        { event: { $desk: 'symbol', text: 'Symbol(x)' }, given: {} },
      ),
    ).toEqual([
      { command: ['kept', '"list"'], took: ['refused', 'NaN'] },
      { command: ['coerced', 'a function', '"other"'] },
      {
        size: ['coerced', '50', '"10-100"'],
        project: ['coerced', '"/home/anna/acme"', 'a hash under a key of the machine’s own'],
      },
      { size: ['refused', 'a getter that throws'] },
      { command: ['kept', '"list"'] },
      {},
    ])
  })

  it('lets nothing move the cursor, and takes a part once', () => {
    const desk = createDesk([contract])
    const calls = [{ contract: 'sample', event: 'ran\u001b[2J', given: { 'a\u202eb': '\u0007' } }]
    expect(desk.takeCalls({ part: 'x', calls, untold: 3 }).status).toBe(200)
    const { length } = desk.log.entries()
    expect(desk.takeCalls({ part: 'x', calls, untold: 3 }).status).toBe(200)
    expect(desk.log.entries()).toHaveLength(length)
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(desk.log.entries())).not.toMatch(/[\u0000-\u001f\u202e]|\\u001b"/)
    expect(JSON.stringify(desk.log.entries())).toContain('3 more calls came too fast')
    for (const body of [undefined, null, 1, {}, { calls: 1, part: 'a' }, { calls: [], part: 1 }])
      expect(desk.takeCalls(body).status).toBe(400)
    expect(desk.takeCalls({ part: 'y', calls: [null, 1, { contract: 'nobody' }, {}] }).status).toBe(200)
  })

  it('counts what lies in a spool and what was delivered, and each of them once', () => {
    const desk = createDesk([contract])
    const line = (n: number): string =>
      `{"t":"x","x":"a","v":"1.0.0","s":"cli","c":{}}\n{"t":"c","x":"a","d":"2026-11-19","e":"ran","b":{"command":"list"},"n":${n}}\n`
    desk.seeSpool('sample', line(2))
    desk.seeSpool('sample', line(3))
    expect(desk.log.counts().sample?.ran).toEqual({ count: 3, values: { command: { '"list"': 3 } } })
    const head = { v: 1, batch: 'b', contract: 'sample', version: '1.0.0', source: 'cli', day: '2026-11-19' }
    const sent = desk.takeBatch(
      { ...head, events: [{ name: 'ran', by: { command: 'build' }, count: 4 }, { name: 'no' }] },
      10,
    )
    expect(sent.body).toMatchObject({ accepted: 1, rejected: [{ index: 1, reason: 'unknown-event' }] })
    expect(desk.log.counts().sample?.ran).toEqual({ count: 7, values: { command: { '"build"': 4, '"list"': 3 } } })
    desk.closeSpool('sample', line(3))
    expect(desk.log.counts().sample?.ran?.count).toBe(7)
    expect(desk.log.counts().sample?.no).toBeUndefined()
  })
})
