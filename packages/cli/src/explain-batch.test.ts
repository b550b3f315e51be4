import { bucket, choice, defineContract, duration, event, rollup } from '@plainsight/contract'
import { compileContract } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { explainBatch } from './explain-batch.ts'
import { spoolBatches } from './spool-batches.ts'

const compiled = compileContract(
  defineContract({
    name: 'sample',
    version: '1.0.0',
    title: 'Sample',
    description: 'A tool to test with.',
    owners: ['@sample/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    context: ['os'],
    fields: {
      command: choice(['list', 'build'], 'Which command ran'),
      took: duration('How long it took'),
      size: bucket([10, 100], 'How large'),
    },
    events: {
      'command.completed': rollup({
        what: 'A command ended',
        why: 'Which work',
        readBy: ['chart:a'],
        by: ['command'],
        measure: ['took'],
      }),
      indexed: event({ what: 'Indexed', why: 'Sizes', readBy: ['chart:b'], fields: { size: 'required' } }),
    },
  }),
)
const head = { day: '2026-11-19', source: 'cli', version: '1.0.0', context: { os: 'linux' } }

describe('explainBatch', () => {
  it('shows each kept value beside the rule that keeps it', () => {
    const { lines, accepted, rejected } = explainBatch(compiled, {
      ...head,
      events: [
        {
          name: 'command.completed',
          by: { command: 'list' },
          count: 3,
          measure: { took: { sum: 60, hist: { 17: 3 } } },
        },
        { name: 'plainsight.presence', fields: { grain: 'day', gap: 'first' } },
      ],
    })
    expect({ accepted, rejected }).toEqual({ accepted: 2, rejected: [] })
    const text = lines.join('\n')
    expect(text).toMatch(/os +"linux" +one of `linux`/)
    expect(text).toMatch(/✓ command\.completed ×3\n +command +"list" +one of `list`, `build`/)
    expect(text).toMatch(/took +sum 60 of 3 values +a time in milliseconds/)
    expect(text).toContain('✓ plainsight.presence')
  })

  it('shows a refused value, why, and its rule; and why a record falls', () => {
    const { lines, rejected } = explainBatch(compiled, {
      ...head,
      context: { os: 'linux', host: 'anna-laptop' },
      events: [
        { name: 'indexed', at: '2026-11-19T10', fields: { size: '/home/anna' } },
        { name: 'indexed', at: '2026-11-19T10', fields: { size: '<10', path: '/home' } },
        { name: 'nope', fields: {} },
      ],
    })
    expect(rejected).toEqual([
      { index: 0, reason: 'missing-field' },
      { index: 2, reason: 'unknown-event' },
    ])
    const text = lines.join('\n')
    expect(text).toMatch(/✗ host +"anna-laptop" +left out \(no event of this contract asks for it\)/)
    expect(text).toMatch(/✗ indexed at 2026-11-19T10: missing-field\. A required/)
    expect(text).toMatch(/✗ size +"\/home\/anna" +not-on-list: .*\(only the size class: `<10`/)
    expect(text).toMatch(/✗ path +"\/home" +The field is not declared/)
    expect(text).toContain('✗ nope: unknown-event')
  })

  it('shows what was changed where it was recorded', () => {
    const { lines } = explainBatch(compiled, { ...head, drift: [['command.completed', 'command', 'other']] })
    expect(lines.at(-1)).toMatch(/^~ command\.completed command: other, where it was recorded\. .* Rule: one of/)
  })

  it('never lets a value move the cursor, and never throws', () => {
    const evil = '\u001b[2J\u202e\u0007\n"' + 'x'.repeat(500)
    const cyclic: { [key: string]: unknown } = { name: 'indexed' }
    cyclic['fields'] = { size: cyclic }
    for (const events of [[{ name: evil, at: evil, fields: { [evil]: evil } }], [null, 7, [], cyclic], evil]) {
      const { lines } = explainBatch(compiled, { ...head, context: { [evil]: evil }, events, drift: evil })
      // oxlint-disable-next-line no-control-regex -- this is what must not be there
      for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    }
  })
})

describe('spoolBatches', () => {
  it('gives the records of a spool by day and setting, and skips what it cannot read', () => {
    const batches = spoolBatches(
      [
        '{"t":"x","x":"aa","v":"1.0.0","g":"0123456789abcdef","s":"cli","c":{"os":"linux"}}',
        '{"t":"c","x":"aa","d":"2026-11-19","e":"command.completed","b":{"command":"list"},"n":2,"m":{"took":[40,{"17":2}]}}',
        '{"t":"e","x":"aa","d":"2026-11-19","a":"2026-11-19T13","e":"indexed","r":0.25,"f":{"size":"<10"}}',
        '{"t":"p","x":"aa","d":"2026-11-20","w":"week","back":"1","index":"2"}',
        '{"t":"d","x":"aa","d":"2026-11-20","e":"indexed","f":"size","w":"off-type"}',
        '{"t":"c","x":"unknown","d":"2026-11-19","e":"command.completed","b":{},"n":2}',
        '{"t":"c","x":"a',
      ].join('\n'),
    )
    const setting = { version: '1.0.0', source: 'cli', context: { os: 'linux' } }
    expect(batches).toEqual([
      {
        ...setting,
        day: '2026-11-19',
        events: [
          {
            name: 'command.completed',
            by: { command: 'list' },
            count: 2,
            measure: { took: { sum: 40, hist: { 17: 2 } } },
          },
          { name: 'indexed', at: '2026-11-19T13', rate: 0.25, fields: { size: '<10' } },
        ],
        drift: [],
      },
      {
        ...setting,
        day: '2026-11-20',
        events: [{ name: 'plainsight.presence', fields: { grain: 'week', back: '1', index: '2' } }],
        drift: [['indexed', 'size', 'off-type']],
      },
    ])
  })
})
