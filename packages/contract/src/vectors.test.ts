import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { editContract, type Edit } from '../fixtures/edit-contract.ts'
import { contractDigest } from './contract-digest.ts'
import { diffContracts } from './diff.ts'
import { errorFingerprint, fileKey, type BuildManifest } from './errors.ts'
import type { AdmitPorts, FieldSpec, Note } from './field-spec.ts'
import { FIELD_TYPES, fieldType } from './field-types.ts'
import { bucketKey, bucketMiddle, keyToIndex, percentile } from './histogram.ts'
import { batchId, periodOf, recordKey, scopedHash, scopedId, scopedKey, weekOf } from './identity.ts'
import { compileContract, type ErrorRecord, type NormalContract, type Station } from './judge.ts'
import { effectiveRate, isShareIn, machineShare, meetsKeep, runShare } from './sampling.ts'
import { estimateNoisy, noiseShare, noisyValue } from './noise.ts'
import { compareSemver, parseSemver } from './semver.ts'
import type { Sampling, Scope } from './contract-spec.ts'
import { hmacSha256, sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

// Runs every conformance vector (spec/vectors/README.md). A runner in another language has the same shape.

type Case = { readonly says: string } & { readonly [name: string]: unknown }
type File = {
  readonly about: string
  readonly given?: { readonly [name: string]: unknown }
  readonly cases: readonly Case[]
}
type Runner = (one: Case, given: { readonly [name: string]: unknown }) => void

const folder = join(import.meta.dirname, '../../../spec/vectors')

/** Values that JSON cannot say, made as a hostile caller makes them. */
const SPECIALS: { readonly [name: string]: () => unknown } = {
  absent: () => undefined,
  nan: () => Number.NaN,
  infinity: () => Infinity,
  '-infinity': () => -Infinity,
  '-zero': () => -0,
  function: () => () => 'build',
  'long-text': () => 'x'.repeat(100_000),
  'lone-surrogate': () => '\ud800',
  'proto-key': () => JSON.parse('{"__proto__":{"a":1}}') as unknown,
  'throwing-getter': () => ({
    get value(): never {
      throw new Error('hostile')
    },
    toString(): never {
      throw new Error('hostile')
    },
  }),
  cycle: () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    return cycle
  },
  'object-with-text': () => ({ toString: () => 'build' }),
  'sparse-list': () => {
    const list: unknown[] = []
    list[2] = 'build'
    return list
  },
}

function input(one: Case): unknown {
  return typeof one['special'] === 'string' ? SPECIALS[one['special']]!() : one['given']
}

function bytes(text: unknown): Uint8Array {
  return Uint8Array.from((text as string).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const runField: Runner = (one, given) => {
  const field = one['field'] as FieldSpec
  const type = fieldType(field)
  expect(type.problems(field)).toEqual([])
  if (one['entrance'] === 'judge') {
    expect(type.judge(field)(input(one)) ?? 'kept').toBe(one['verdict'])
    return
  }
  const ports: AdmitPorts = { hash: (kind, value) => scopedHash(bytes(given['key']), kind, value) }
  const note: Note = { reason: undefined }
  const kept = type.admit(field, ports, 'event')(input(one), note)
  if ('leftOut' in one) expect([kept, note.reason]).toEqual([undefined, one['leftOut']])
  else {
    expect(kept).toStrictEqual(one['gives'])
    expect(note.reason).toBe(one['drift'])
    expect(type.judge(field)(kept)).toBeUndefined()
  }
}

const compiled = new WeakMap<object, ReturnType<typeof compileContract>>()

const runRecord: Runner = (one, given) => {
  const contract = given['contract'] as NormalContract
  const judge = compiled.get(contract) ?? compileContract(contract, { hash: () => given['hash'] as string })
  compiled.set(contract, judge)
  const verdict =
    one['entrance'] === 'admit'
      ? judge.admit(
          one['event'] as string,
          input(one),
          contract.events[one['event'] as string]?.kind === 'event' ? (given['at'] as string) : undefined,
        )
      : judge.judge(one['wire'], one['station'] as Station)
  expect(verdict).toEqual(
    'dropped' in one
      ? { kind: 'dropped', reason: one['dropped'], drift: one['drift'] }
      : { kind: 'kept', record: one['kept'], drift: one['drift'] },
  )
}

const runError: Runner = (one, given) => {
  if ('path' in one) return expect(fileKey(one['path'] as string)).toBe(one['key'])
  if ('group' in one) return expect(errorFingerprint(one['record'] as ErrorRecord)).toBe(one['group'])
  const contract = given['contract'] as NormalContract
  const judge = compiled.get(contract) ?? compileContract(contract, { manifest: given['manifest'] as BuildManifest })
  compiled.set(contract, judge)
  const verdict =
    one['entrance'] === 'admit'
      ? judge.admit(one['event'] as string, { error: one['error'], fields: one['fields'] }, given['at'] as string)
      : judge.judge(one['wire'], one['station'] as Station)
  expect(verdict).toEqual(
    'dropped' in one
      ? { kind: 'dropped', reason: one['dropped'], drift: one['drift'] }
      : { kind: 'kept', record: one['kept'], drift: one['drift'] },
  )
}

const RUNNERS: { readonly [path: string]: Runner } = {
  'records.json': runRecord,
  'errors.json': runError,
  'canonical.json': (one) => {
    expect(canonicalJson(JSON.parse(one['json'] as string)) ?? null).toBe(one['canonical'])
  },
  'sha256.json': (one) => {
    expect(hex(sha256(utf8((one['text'] as string).repeat((one['repeat'] as number | undefined) ?? 1))))).toBe(
      one['sha256'],
    )
  },
  'hmac.json': (one) => {
    expect(hex(hmacSha256(bytes(one['key']), bytes(one['message'])))).toBe(one['hmac'])
  },
  'digests.json': (one) => {
    expect(contractDigest(one['contract'] as NormalContract)).toBe(one['digest'])
  },
  'scoped-ids.json': (one) => {
    if ('hash' in one) {
      expect(scopedHash(bytes(one['key']), one['kind'] as string, one['value'] as string)).toBe(one['hash'])
      return
    }
    expect(scopedId(bytes(one['key']))).toBe(one['id'])
    if (!('secret' in one)) return
    const scope = one['scope'] as Scope
    expect(periodOf(scope, one['day'] as string)).toBe(one['period'])
    const key = scopedKey(
      bytes(one['secret']),
      one['contract'] as string,
      scope,
      one['period'] as string,
      one['link'] as string,
    )
    expect(hex(key)).toBe(one['key'])
  },
  'batches.json': (one) => {
    if ('claim' in one) expect(batchId(one['claim'] as string, one['index'] as number)).toBe(one['batch'])
    else expect(recordKey(one['batch'] as string, one['record'] as number)).toBe(one['recordKey'])
  },
  'sampling.json': (one) => {
    if ('secret' in one) {
      const [contract, day, event] = ['contract', 'day', 'event'].map((name) => one[name] as string)
      expect(machineShare(bytes(one['secret']), contract!, one['identity'] as Scope, day!, event!)).toBe(one['share'])
    } else if ('run' in one) expect(runShare(one['run'] as string)).toBe(one['share'])
    else if ('in' in one) expect(isShareIn(one['share'] as number, one['rate'] as number)).toBe(one['in'])
    else if ('inForce' in one)
      expect(
        effectiveRate((one['sampling'] as Sampling | null) ?? undefined, (one['tenant'] as number) ?? undefined),
      ).toBe(one['inForce'])
    else expect(meetsKeep(one['keep'] as Sampling['keep'], one['values'] as object as {})).toBe(one['kept'])
  },
  'noise.json': (one) => {
    if ('share' in one) {
      const { contract, field, value } = one as unknown as { contract: string; field: string; value: string | boolean }
      return expect(noiseShare(bytes(one['secret']), contract, field, value)).toBe(one['share'])
    }
    const epsilon = one['epsilon'] as number
    if ('answer' in one) {
      const { values, value, place } = one as unknown as { values: string[]; value: string; place: number }
      return expect(noisyValue(values, value, epsilon, place)).toBe(one['answer'])
    }
    const [counted, all, k, together] = ['counted', 'all', 'k', 'together'].map((name) => one[name] as number)
    const estimate = estimateNoisy(counted!, all!, epsilon, k!, together)
    expect(estimate.count).toBeCloseTo(one['count'] as number, 6)
    expect(estimate.variance).toBeCloseTo(one['variance'] as number, 6)
  },
  'weeks.json': (one) => {
    expect(weekOf(one['day'] as string)).toBe(one['week'])
  },
  'histogram.json': (one) => {
    if ('value' in one) expect(bucketKey(one['value'] as number)).toBe(one['key'])
    else if ('index' in one) expect(keyToIndex(one['key'] as string) ?? null).toBe(one['index'])
    else {
      const hist = new Map(
        Object.entries(one['hist'] as { [key: string]: number }).map(([key, n]) => [keyToIndex(key)!, n]),
      )
      const found = one['bucket'] === null ? undefined : bucketMiddle(keyToIndex(one['bucket'] as string)!)
      expect(percentile(hist, one['p'] as number)).toBe(found)
    }
  },
  'known-names.json': (one) => {
    const field = { kind: 'known', doc: '', of: one['kind'], edition: one['edition'] } as unknown as FieldSpec
    const note: Note = { reason: undefined }
    expect(fieldType(field).admit(field, {}, 'event')(one['given'], note)).toBe(one['gives'])
    expect(note.reason).toBe(/(?:^|-)other$/.test(one['gives'] as string) ? 'other' : undefined)
  },
  'diff.json': (one, given) => {
    const [before, after] = [one['before'], one['after']].map((edits) =>
      editContract(given['contract'] as NormalContract, edits as readonly Edit[]),
    )
    const told = diffContracts(before!, after!)
    expect(told.map(({ path, what, class: of }) => ({ path, what, class: of }))).toEqual(one['changes'])
    for (const { sentence } of told) expect(sentence).toMatch(/^[A-Z`].*[^.]\.$/)
  },
  'semver.json': (one) => {
    if ('order' in one) expect(Math.sign(compareSemver(one['a'] as string, one['b'] as string))).toBe(one['order'])
    else expect(parseSemver(one['version'] as string) ?? null).toEqual(one['parts'])
  },
}

const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  // Those of the client and of the collector are run there.
  .filter((path) => path.endsWith('.json') && !/^(?:client|collector)\//.test(path))
  .sort()

describe('the conformance vectors', () => {
  it('have a file for every field type, and for each file someone who runs it', () => {
    expect(paths.filter((path) => path.startsWith('fields/'))).toEqual(
      [...FIELD_TYPES.keys()].map((kind) => `fields/${kind}.json`).sort(),
    )
    expect(paths.filter((path) => !path.startsWith('fields/'))).toEqual(Object.keys(RUNNERS).sort())
  })
})

for (const path of paths) {
  const file = JSON.parse(readFileSync(join(folder, path), 'utf8')) as File
  const run = RUNNERS[path] ?? runField
  describe(`${path}: ${file.about}`, () => {
    it.each(file.cases.map((one) => [one.says, one] as const))('%s', (says, one) => {
      expect(says.length).toBeGreaterThan(2)
      run(one, file.given ?? {})
    })
  })
}
