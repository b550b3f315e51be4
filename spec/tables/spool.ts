import { createHash, createHmac } from 'node:crypto'
import { canonicalText } from './canonical-text.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

type Data = { readonly [key: string]: unknown }

const CLAIM = '0b1d7c52-94c3-4f0e-9a5e-6d2f8c1b7a90'
const SECRET = '5a'.repeat(32)
const TODAY = '2026-11-19'
const DIGEST = '0123456789abcdef'

const SHAPES: {
  readonly [event: string]: { scope: string; link: string; context: readonly string[]; ids: readonly string[] }
} = {
  used: { scope: 'none', link: 'used', context: ['os'], ids: [] },
  checked: { scope: 'week', link: 'activation', context: ['os', 'arch'], ids: [] },
  seen: { scope: 'month', link: 'seen', context: [], ids: ['org'] },
  ran: { scope: 'run', link: 'ran', context: [], ids: [] },
  failed: { scope: 'none', link: 'failed', context: ['os'], ids: [] },
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A setting, named by what it holds. */
function setting(over: Data = {}): Data & { readonly x: string } {
  const said = { v: '1.2.0', g: DIGEST, s: 'cli', c: { arch: 'x64', os: 'linux' }, ...over }
  return { t: 'x', x: sha256(canonicalText(said)).toString('hex').slice(0, 8), ...said }
}

const X = setting()
const of = (of: { readonly x: string }, t: string, d: string, more: Data): Data => ({ t, x: of.x, d, ...more })
const counter = (more: Data = {}, day = '2026-11-18', by = X): Data =>
  of(by, 'c', day, { e: 'used', b: { command: 'build' }, n: 1, ...more })
const occurrence = (more: Data = {}, day = '2026-11-18', by = X): Data =>
  of(by, 'e', day, { a: `${day}T13`, e: 'seen', f: { files: '100-1k' }, ...more })

// ── What leaves, found by a second way: plain steps over parsed lines, with Node's own hashing. ──

function uuid(index: number): string {
  const digits = sha256(`plainsight-batch/1\n${CLAIM}\n${index}`).toString('hex').slice(0, 32).split('')
  digits[12] = '8'
  digits[16] = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4] ?? '8'
  const text = digits.join('')
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}

const PERIODS: { readonly [scope: string]: (day: string) => string } = {
  // All days of these vectors lie in one week.
  week: () => '2026-W47',
  month: (day) => day.slice(0, 7),
}

function machineId(event: string, day: string): string | undefined {
  const { scope = '', link = '' } = SHAPES[event] ?? {}
  const period = PERIODS[scope]?.(day)
  if (period === undefined) return undefined
  const message = `plainsight-key/1\nacme\n${scope}\n${period}\n${link}`
  const key = createHmac('sha256', Buffer.from(SECRET, 'hex')).update(message).digest()
  return createHash('sha256').update('plainsight-id/1\n').update(key).digest('hex').slice(0, 32)
}

interface Pile {
  readonly setting: Data
  readonly day: string
  readonly counters: Map<string, Data>
  readonly others: Data[]
  readonly presence: Map<string, Data>
  readonly drift: Set<string>
}

function batchesOf(lines: readonly string[]): readonly string[] {
  const piles = new Map<string, Pile>()
  const settings = new Map<unknown, Data>()
  let torn = false
  for (const text of lines) {
    const line = parsed(text) ?? parsed(text.slice(text.lastIndexOf('{"t":')))
    if (line?.['t'] === 'x') settings.set(line['x'], line)
    const known = line?.['t'] === 'x' ? undefined : settings.get(line?.['x'])
    if (line?.['t'] === 'x' || text === '') continue
    if (line === undefined || known === undefined || !/^\d{4}-\d\d-\d\d$/.test(String(line['d']))) {
      torn = true
      continue
    }
    const day = String(line['d'])
    if (day >= TODAY && line['now'] !== 1) continue
    const { v, g, s, c, i } = known
    const place = canonicalText([day, s, v, g, c, i ?? null])
    const pile = piles.get(place) ?? {
      setting: known,
      day,
      counters: new Map<string, Data>(),
      others: [],
      presence: new Map<string, Data>(),
      drift: new Set<string>(),
    }
    piles.set(place, pile)
    take(pile, line, known)
  }
  const sorted = [...piles.entries()].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const bodies: string[] = []
  for (const [, pile] of sorted) {
    if (torn) pile.drift.add('["undeclared","*","torn"]')
    torn = false
    bodies.push(...bodiesOf(pile, bodies.length))
  }
  return bodies
}

function parsed(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data
  } catch {
    return undefined
  }
}

function take(pile: Pile, line: Data, known: Data): void {
  const { t, e, b, n, m, a, r, i, u, f, w, d, z } = line
  const id = i ?? (known['i'] === 0 ? undefined : machineId(String(e), String(d)))
  if (t === 'p') {
    const { gap, back, index } = line
    const row = { name: 'plainsight.presence', fields: { grain: w, gap, back, index } }
    if (!pile.presence.has(String(w))) pile.presence.set(String(w), row)
  } else if (t === 'd') pile.drift.add(JSON.stringify([e, f, w]))
  else if (t === 'e') {
    const all = { ...(known['u'] as Data | undefined), ...(u as Data | undefined) }
    const wanted = (SHAPES[String(e)]?.ids ?? []).filter((name) => name in all)
    const ids = wanted.length > 0 ? Object.fromEntries(wanted.map((name) => [name, all[name]])) : undefined
    pile.others.push({ name: e, at: a, rate: r, id, ids, fields: f, ...(z as Data | undefined) })
  } else if (t === 'c') {
    const place = JSON.stringify([e, canonicalText(b), r, i])
    const sum = pile.counters.get(place)
    const measure = m as { [field: string]: [number, { [bucket: string]: number }] } | undefined
    if (sum === undefined) {
      const made = Object.entries(measure ?? {}).map(([field, [total, hist]]) => [field, { sum: total, hist }] as const)
      const measures = measure === undefined ? {} : { measure: Object.fromEntries(made) }
      pile.counters.set(place, { name: e, by: b, count: n, ...measures, rate: r, id })
      return
    }
    const count = Number(sum['count']) + Number(n)
    if (count > 10_000) {
      pile.counters.set(place, { ...sum, count: 10_000 })
      pile.drift.add(JSON.stringify([e, '*', 'clamped']))
      return
    }
    const held = { ...(sum['measure'] as { [field: string]: { sum: number; hist: Data } } | undefined) }
    for (const [field, [total, hist]] of Object.entries(measure ?? {})) {
      const both: { [bucket: string]: number } = { ...(held[field]?.hist as { [bucket: string]: number } | undefined) }
      for (const [bucket, more] of Object.entries(hist)) both[bucket] = (both[bucket] ?? 0) + more
      held[field] = { sum: (held[field]?.sum ?? 0) + total, hist: both }
    }
    pile.counters.set(place, { ...sum, count, ...(Object.keys(held).length > 0 ? { measure: held } : {}) })
  }
}

function bodiesOf({ setting: said, day, counters, others, presence, drift }: Pile, before: number): readonly string[] {
  const records = [...counters.values(), ...others, ...presence.values()]
    .map((record) => canonicalText(record))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const context = said['c'] as Data
  const bodies: string[] = []
  let noted = [...drift].sort()
  do {
    const taken = records.splice(0, 64)
    const names = new Set(
      taken.flatMap((text) => {
        const { name } = JSON.parse(text) as { name: string }
        return name === 'plainsight.presence' ? ['os'] : (SHAPES[name]?.context ?? Object.keys(context))
      }),
    )
    bodies.push(
      canonicalText({
        v: 1,
        batch: uuid(before + bodies.length),
        contract: 'acme',
        version: said['v'],
        digest: said['g'],
        source: said['s'],
        day,
        context: Object.fromEntries(Object.entries(context).filter(([name]) => names.has(name))),
        events: taken.map((text) => JSON.parse(text) as unknown),
        ...(noted.length > 0 ? { drift: noted.map((text) => JSON.parse(text) as unknown) } : {}),
      }),
    )
    noted = []
  } while (records.length > 0)
  return bodies
}

// ── The cases. ──

const ORG = { org: 'a'.repeat(32) }
const OTHER = setting({ c: { arch: 'arm64', os: 'darwin' } })
const OLDER = setting({ v: '1.1.0' })
const SERVER = setting({ s: 'server' })
const SIGNED_IN = setting({ u: ORG })
const CI = setting({ i: 0 })
const ABROAD = setting({ c: { arch: 'x64', os: 'größe 😀' } })
const full = JSON.stringify(counter({ n: 3 }))

const piles: readonly (readonly [says: string, lines: readonly (Data | string)[]])[] = [
  ['nothing gives no batch', []],
  ['a setting alone gives no batch', [X]],
  ['one counter', [X, counter()]],
  ['counters with the same dimensions are added up', [X, counter({ n: 2 }), counter({ n: 40 })]],
  ['of two processes, each of which states the setting', [X, counter(), X, counter()]],
  ['other dimensions are another record', [X, counter(), counter({ b: { command: 'list' } })]],
  [
    'the order of the dimensions does not matter',
    [X, counter({ b: { a: 'x', command: 'build' } }), counter({ b: { command: 'build', a: 'x' } })],
  ],
  [
    'measures are added up, bucket by bucket',
    [
      X,
      counter({ m: { duration: [420, { '34': 1 }] } }),
      counter({ n: 2, m: { duration: [843, { '34': 1, '35': 1 }] } }),
      counter(),
    ],
  ],
  ['a measure that comes with the second line', [X, counter(), counter({ m: { duration: [7, { '11': 1 }] } })]],
  ['a sum of exactly 10 000', [X, counter({ n: 9_999 }), counter({ n: 1 })]],
  [
    'a sum above 10 000 is 10 000, its last measures are left out, and that is counted',
    [
      X,
      counter({ n: 9_000, m: { duration: [10, { '13': 9_000 }] } }),
      counter({ n: 1_001, m: { duration: [5, { '9': 1_001 }] } }),
    ],
  ],
  ['two days are two batches, the older first', [X, counter({}, '2026-11-18'), counter({}, '2026-11-16')]],
  ['today waits', [X, counter({}, TODAY), counter()]],
  ['a day that is to come waits', [X, counter({}, '2026-11-20')]],
  [
    'an error report has its error, causes and text beside its fields',
    [
      X,
      occurrence({
        e: 'failed',
        f: { command: 'build' },
        z: {
          causes: [{ class: 'TypeError' }],
          error: { class: 'Error', fatal: true, frames: ['38a93681bc0f:10:5', 'foreign'], handled: false },
          text: 'It broke.',
        },
      }),
    ],
  ],
  ['what need not wait leaves today', [X, occurrence({ now: 1 }, TODAY), occurrence({}, TODAY)]],
  ['another context is another batch', [X, counter(), OTHER, counter({}, '2026-11-18', OTHER)]],
  ['another version is another batch', [X, counter(), OLDER, counter({}, '2026-11-18', OLDER)]],
  ['another source is another batch', [SERVER, counter({}, '2026-11-18', SERVER), X, counter()]],
  [
    'a batch says only the context that its records declare',
    [X, occurrence(), counter({ e: 'checked', b: {} }, '2026-11-17')],
  ],
  ['an event that the product no longer declares keeps its whole context', [X, counter({ e: 'gone' })]],
  ['a machine has one id a week under a link', [X, counter({ e: 'checked', b: {} }), counter({ e: 'checked', b: {} })]],
  ['an occurrence has the id of its month', [X, occurrence()]],
  ['equal occurrences are two records', [X, occurrence(), occurrence()]],
  [
    'external ids of the setting go with the events that declare them',
    [SIGNED_IN, occurrence({}, '2026-11-18', SIGNED_IN)],
  ],
  [
    'external ids of the record stand above those of the setting',
    [SIGNED_IN, occurrence({ u: { org: 'b'.repeat(32) } }, '2026-11-18', SIGNED_IN)],
  ],
  [
    'an external id that the event does not declare stays',
    [
      SIGNED_IN,
      counter({}, '2026-11-18', SIGNED_IN),
      occurrence({ u: { user: 'c'.repeat(32) } }, '2026-11-18', SIGNED_IN),
    ],
  ],
  [
    'settings that differ in external ids only are one batch',
    [X, occurrence(), SIGNED_IN, occurrence({}, '2026-11-18', SIGNED_IN)],
  ],
  ['what is no machine has no id', [CI, occurrence({}, '2026-11-18', CI)]],
  ['the id of a run is the one of its lines', [X, occurrence({ e: 'ran', i: 'd'.repeat(32), f: {} })]],
  [
    'the same counter of two runs is two records',
    [X, counter({ e: 'ran', i: 'd'.repeat(32) }), counter({ e: 'ran', i: 'e'.repeat(32) })],
  ],
  ['the rate stays with the record', [X, occurrence({ r: 0.25 }), occurrence()]],
  ['counters under two rates are two records', [X, counter({ r: 0.5 }), counter({ r: 0.25 }), counter({ r: 0.5 })]],
  [
    'presence, one of each grain',
    [
      X,
      of(X, 'p', '2026-11-18', { w: 'day', gap: '2' }),
      of(X, 'p', '2026-11-18', { w: 'week', back: '1', index: '5-8' }),
      of(X, 'p', '2026-11-18', { w: 'month' }),
    ],
  ],
  [
    'presence of two processes that began at once is one row',
    [X, of(X, 'p', '2026-11-18', { w: 'day', gap: '2' }), of(X, 'p', '2026-11-18', { w: 'day', gap: '3' })],
  ],
  [
    'the same drift twice on a day is once',
    [X, ...Array<Data>(2).fill(of(X, 'd', '2026-11-18', { e: 'used', f: 'command', w: 'other' }))],
  ],
  [
    'the same drift on two days is twice',
    ['2026-11-17', '2026-11-18'].flatMap((day) => [X, of(X, 'd', day, { e: 'used', f: 'command', w: 'other' })]),
  ],
  ['a torn line is passed over and counted', [X, counter(), full.slice(0, 40), counter()]],
  ['a line that a full disk cut off has the next one behind it', [X, `${full.slice(0, 40)}${full}`]],
  [
    'a line under a setting that nobody stated is passed over and counted',
    [X, counter(), counter({}, '2026-11-18', OTHER)],
  ],
  ['a line without a day is passed over and counted', [X, counter(), { t: 'c', x: X.x, e: 'used', b: {}, n: 1 }]],
  ['a line of another tool is passed over and counted', [X, counter(), 'hello']],
  ['empty lines say nothing', [X, '', counter(), '']],
  [
    'keys that one does not know are passed over',
    [
      { ...X, later: true },
      { ...counter(), later: [1] },
    ],
  ],
  ['the order of keys does not matter', [X, Object.fromEntries(Object.entries(counter({ n: 7 })).reverse())]],
  ['letters beyond ASCII come through as they are', [ABROAD, counter({}, '2026-11-18', ABROAD)]],
  ['64 records are one batch', [X, ...Array.from({ length: 64 }, (_, i) => counter({ b: { command: `c${i}` } }))]],
  ['65 records are two', [X, ...Array.from({ length: 65 }, (_, i) => counter({ b: { command: `c${i}` } }))]],
  [
    'records are sorted by their canonical bytes, whatever they are',
    [X, occurrence(), counter(), of(X, 'p', '2026-11-18', { w: 'month' }), counter({ e: 'checked', b: {} })],
  ],
]

export const spoolVectors: VectorFile = {
  path: 'client/spool.json',
  about:
    'What is cut from a spool (spec/spool.md): `lines` as they stand in `pending.jsonl` → `batches`, the exact bodies, in their order. `given`: the claim, today, the secret, the context of presence, and of each event its scope, link, context and external ids.',
  given: {
    contract: 'acme',
    claim: CLAIM,
    today: TODAY,
    days: ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'],
    secret: SECRET,
    presence: ['os'],
    events: SHAPES,
  },
  cases: piles.map(([says, given]): VectorCase => {
    const lines = given.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    return { says, lines, batches: batchesOf(lines) }
  }),
}
