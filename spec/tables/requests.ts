import { createHash } from 'node:crypto'
import { normalContract } from '@plainsight/contract/judge'
import { acme } from './acme.ts'
import { canonicalText } from './canonical-text.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

type Data = { readonly [key: string]: unknown }

const normal = normalContract(acme)
const digest = createHash('sha256').update(canonicalText(normal)).digest('hex').slice(0, 16)

const USE = { name: 'command.completed', by: { command: 'build', outcome: 'ok' }, count: 6 }

const BATCH = {
  v: 1,
  batch: '8c2a6f0e-4b1d-8e37-9f52-0a6c3d7e1b94',
  contract: 'acme',
  version: '1.2.0',
  digest,
  source: 'cli',
  day: '2026-11-19',
  context: { os: 'linux', productVersion: '3.1' },
  events: [USE],
} as const

const body = (over: Data): string => JSON.stringify({ ...BATCH, ...over })
const text = JSON.stringify(BATCH)
const raw = (key: keyof typeof BATCH, json: string): string =>
  text.replace(`"${key}":${JSON.stringify(BATCH[key])}`, `"${key}":${json}`)

const taken = (says: string, sent: string, accepted = 1, rejected: readonly unknown[] = [], drift = 0): VectorCase => ({
  says,
  body: sent,
  status: 200,
  answer: { accepted, rejected, drift },
})
const refused = (says: string, status: number, error: string, sent: string): VectorCase => ({
  says,
  body: sent,
  status,
  error,
})
const malformed = (says: string, sent: string): VectorCase => refused(says, 400, 'malformed', sent)
const record = (says: string, reason: string, sent: unknown, more: Data = {}): VectorCase =>
  taken(says, body({ events: [USE, sent, USE], ...more }), 2, [{ index: 1, reason }], 1)

const isNone = (key: string, values: readonly unknown[]): VectorCase[] =>
  values.map((value) => malformed(`${key} may not be ${JSON.stringify(value) ?? 'absent'}`, body({ [key]: value })))

const deep = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels)

export const requestVectors: VectorFile = {
  path: 'collector/requests.json',
  about:
    'How the body of a batch is read (spec/wire.md): `body` → `status`, with `answer` (accepted, rejected, drift) for 200 and the word in `error` otherwise. The contract is `given.contract`, a normal form; the time is `given.now`. Every case is sent to a collector that has seen nothing before.',
  given: { contract: normal, now: '2026-11-20T12:00:00Z' },
  cases: [
    taken('a batch', text),
    taken('blanks around and between', ` \t\r\n${JSON.stringify(BATCH, null, 2)}\n`),
    taken('keys in another order', JSON.stringify(Object.fromEntries(Object.entries(BATCH).reverse()))),
    taken('text that is written with escapes', text.replace('"acme"', '"\\u0061cme"')),
    taken('of a key that stands twice the last one counts', text.replace('"v":1', '"v":2,"v":1')),
    taken('a key that nobody knows is drift', body({ sdk: '1.0' }), 1, [], 1),
    taken('context that is absent says nothing', body({ context: undefined })),
    taken('context that is not declared is drift', body({ context: { os: 'linux', host: 'anna-laptop' } }), 1, [], 1),
    taken('context off its list is left out, which is drift', body({ context: { os: 'templeos' } }), 1, [], 1),
    taken('a count written as 6.0 is the number 6', text.replace('"count":6', '"count":6.0')),
    taken('a count written as 6e0 is the number 6', text.replace('"count":6', '"count":6e0')),
    taken('drift alone is a batch', body({ events: [], drift: [['command.completed', 'command', 'other']] }), 0, [], 1),
    taken(
      'drift that speaks of nothing declared is passed over',
      body({
        drift: [['a secret', 'x', 'other'], ['command.completed', 'command', 'a secret'], 7, ['command.completed']],
      }),
    ),

    malformed('nothing', ''),
    malformed('blanks', ' \n'),
    malformed('a word', 'hello'),
    malformed('null', 'null'),
    malformed('a list', `[${text}]`),
    malformed('a number', '1'),
    malformed('a text', JSON.stringify(text)),
    malformed('a batch that ends early', text.slice(0, -1)),
    malformed('two batches, one after the other', text + text),
    malformed('something behind it', `${text} x`),
    malformed('a comma too many', text.replace('"v":1,', '"v":1,,')),
    malformed('a comma at the end', `${text.slice(0, -1)},}`),
    malformed('a comment', `${text.slice(0, -1)}/* */}`),
    malformed('single quotes', text.replaceAll('"', "'")),
    malformed('a key without quotes', text.replace('"v"', 'v')),
    malformed('NaN', raw('v', 'NaN')),
    malformed('Infinity', raw('v', 'Infinity')),
    malformed('a number with a zero in front', raw('v', '01')),
    malformed('a number with a plus', raw('v', '+1')),
    malformed('a number in hex', raw('v', '0x1')),
    malformed('a line end inside a text', text.replace('acme', 'ac\nme')),
    malformed('a NUL inside a text', text.replace('acme', 'ac\0me')),
    malformed('a broken escape', text.replace('acme', '\\x61cme')),
    malformed('a mark of byte order in front', `\ufeff${text}`),
    malformed('a thousand lists in one another', raw('context', deep(1_000, '[', ']'))),
    malformed('a thousand objects in one another', raw('context', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`)),

    ...isNone('batch', [
      undefined,
      null,
      7,
      '',
      'x',
      '../etc',
      '8C2A6F0E-4B1D-8E37-9F52-0A6C3D7E1B94',
      `${BATCH.batch} `,
    ]),
    ...isNone('contract', [undefined, null, 7, '', ['acme'], {}]),
    ...isNone('version', [undefined, null, 1.2, '', ['1.2.0']]),
    ...isNone('digest', [undefined, null, 7, '']),
    ...isNone('source', [undefined, null, true, '']),
    ...isNone('day', [
      undefined,
      null,
      20_261_119,
      '',
      '2026-11-19T00',
      '2026-11-31',
      '2026-02-30',
      '2026-13-01',
      '2026-1-1',
      '26-11-19',
      ' 2026-11-19',
      '٢٠٢٦-١١-١٩',
    ]),
    ...isNone('events', [undefined, null, {}, 'x', 7]),
    malformed('no record and no drift', body({ events: [] })),
    ...isNone('drift', [{}, 'other', 7]),

    ...[2, 0, -1, '1', null, 1.5, true, [1]].map((v) =>
      refused(`the format may not be ${JSON.stringify(v)}`, 422, 'unknown-format', body({ v })),
    ),
    refused('the format may not be absent', 422, 'unknown-format', body({ v: undefined })),
    ...['nobody', 'ACME', 'acme ', 'constructor', '__proto__', 'toString'].map((contract) =>
      refused(`nobody knows the contract ${JSON.stringify(contract)}`, 422, 'unknown-contract', body({ contract })),
    ),
    ...['9.9.9', '1.2', '1.2.0-rc.1', 'latest', '__proto__'].map((version) =>
      refused(`the version ${JSON.stringify(version)} is not accepted`, 422, 'unknown-version', body({ version })),
    ),
    ...['0123456789abcdef', digest.toUpperCase(), digest.slice(0, 15), `${digest}0`].map((other) =>
      refused(`the digest ${JSON.stringify(other)} is another`, 422, 'other-digest', body({ digest: other })),
    ),
    ...['vscode', 'CLI', '__proto__'].map((source) =>
      refused(`the source ${JSON.stringify(source)} is not declared`, 422, 'wrong-source', body({ source })),
    ),

    taken('the oldest day that is taken: thirty days back', body({ day: '2026-10-21' })),
    taken('the day before that', body({ day: '2026-10-20' }), 0, [{ index: 0, reason: 'too-old' }]),
    taken('today', body({ day: '2026-11-20' })),
    taken('tomorrow', body({ day: '2026-11-21' }), 0, [{ index: 0, reason: 'too-new' }]),
    taken('a year that is far away', body({ day: '9999-12-31' }), 0, [{ index: 0, reason: 'too-new' }]),

    ...[7, null, 'x', [], true].map((one) => record(`a record may not be ${JSON.stringify(one)}`, 'malformed', one)),
    record('a record without a name', 'malformed', { by: {}, count: 1 }),
    record('a record whose name is a number', 'malformed', { name: 7, by: {}, count: 1 }),
    record('an event that nobody declared', 'unknown-event', { name: 'nobody.asked', by: {}, count: 1 }),
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name) =>
      record(`no event is called ${name}`, 'unknown-event', { name, by: {}, count: 1 }),
    ),
    record('an event of another source', 'wrong-source', { name: 'server.started', fields: {} }),
    ...[0, -1, 1.5, '6', null, [6], 1e21].map((count) =>
      record(`a count may not be ${JSON.stringify(count)}`, count === 1e21 ? 'over-limit' : 'malformed', {
        ...USE,
        count,
      }),
    ),
    record('a count above 10 000', 'over-limit', { ...USE, count: 10_001 }),
    record('a dimension that is missing', 'missing-field', { ...USE, by: { command: 'build' } }),
    record('dimensions that are a list', 'malformed', { ...USE, by: ['build', 'ok'] }),
    record('a record of the built-in kind with another grain', 'malformed', {
      name: 'plainsight.presence',
      fields: { grain: 'year' },
    }),
    taken('presence', body({ events: [{ name: 'plainsight.presence', fields: { grain: 'day', gap: '2' } }] })),
    record('a time on another day', 'malformed', {
      name: 'project.indexed',
      at: '2026-11-18T13',
      fields: { files: '100-1k' },
    }),
    record('a time finer than declared', 'malformed', {
      name: 'project.indexed',
      at: '2026-11-19T13:30',
      fields: { files: '100-1k' },
    }),
  ],
}
