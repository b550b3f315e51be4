import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { counter, once, startTestCollector, TEST_DAY, type TestCollector } from './test-collector.ts'

let test: TestCollector
beforeAll(async () => {
  test = await startTestCollector({ limits: { drainMs: 1e9, drainRows: 1e9 } })
})
afterAll(() => test.close())

// Grows odd things in the places where a batch has its own: any JSON, and JSON with the keys and words that the judge knows.
const words =
  'name by count measure duration sum hist fields grain gap day id ids rate at command.completed plainsight.presence project.indexed ' +
  'command build __proto__ constructor toString z 25 -0 \0 \u202e <100 3d27438a24ae39cbfdc293bf20fca18a'
const word = fc.constantFrom(...words.split(' '), TEST_DAY, `${TEST_DAY}T05`)
const leaf = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.string({ unit: 'binary' }))
const odd = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, fc.string()), tie('any'), { maxKeys: 5 }),
  ),
})).any
const record = fc.oneof(
  fc.constant(counter()),
  odd,
  fc.record(
    { name: word, by: odd, count: odd, fields: odd, measure: odd, id: odd, ids: odd, at: odd, rate: odd },
    { requiredKeys: ['name'] },
  ),
)

async function expectAnAnswer(body: string | Uint8Array, packed = false): Promise<void> {
  const answer = await test.send(body, packed ? { headers: { 'content-encoding': 'gzip' } } : {})
  expect([200, 400, 413, 422]).toContain(answer.status)
  if (answer.status === 200) expect(answer.json.accepted).toBeTypeOf('number')
  else expect(answer.json.message).toBeTypeOf('string')
}

it('whatever stands in a batch, it is judged or refused, and the drain takes what was kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 4 }),
      odd,
      fc.array(odd, { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('source', 'day', 'version', 'digest', 'context', 'events', 'sdk', '__proto__'),
        odd,
        { maxKeys: 1 },
      ),
      async (events, context, drift, over) => {
        const text = JSON.stringify(test.batch({ events, context, drift, ...over }))
        if (Buffer.byteLength(text) <= 65_536) await expectAnAnswer(text)
      },
    ),
    { numRuns: 500 },
  )
  const before = test.collector.health().inbox.rows
  expect(before).toBeGreaterThan(100)
  expect(await test.collector.drain()).toBe(true)
  expect(test.store.lines('events_acme')).toHaveLength(before)
  // Nothing that the judge keeps is refused by a column, and nothing failed on the way.
  expect(test.store.lines('quarantine')).toEqual([])
  expect(test.logged).toEqual([])
})

it('whatever bytes are changed, cut or put in, plain or packed, there is an answer', async () => {
  const change = fc.record({
    at: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
    how: fc.constantFrom('set', 'insert', 'cut'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), fc.boolean(), async (changes, packed) => {
      const text = Buffer.from(JSON.stringify(test.batch({ events: [counter(), counter()] })))
      let bytes = packed ? gzipSync(text) : text
      for (const { at, byte, how } of changes) {
        const place = at % (bytes.length + 1)
        const after = how === 'set' ? place + 1 : how === 'cut' ? bytes.length : place
        bytes = Buffer.concat([
          bytes.subarray(0, place),
          how === 'cut' ? Buffer.alloc(0) : Buffer.from([byte]),
          bytes.subarray(after),
        ])
      }
      await expectAnAnswer(bytes, packed)
    }),
    { numRuns: 500 },
  )
  expect(test.logged).toEqual([])
})

it('however a body is cut into pieces, it is read the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 600 }), { maxLength: 12 }), async (cuts) => {
      const bytes = Buffer.from(JSON.stringify(test.batch()))
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((end, i) => bytes.subarray(places[i], end))
      const answer = await test.send(bytes, { body: once(...pieces) })
      expect([answer.status, answer.json.accepted]).toEqual([200, 1])
    }),
    { numRuns: 50 },
  )
})
