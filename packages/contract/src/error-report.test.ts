import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { anything, hostileValues } from '../fixtures/hostile.ts'
import { ERROR_CLASSES } from './error-classes.ts'
import { errorFingerprint, errorWords, fileKey, filesByKey } from './errors.ts'
import { compileContract, type ErrorRecord, type Station } from './judge.ts'

const manifest = { format: 1, files: ['dist/chunk.js', 'dist/main.js'] } as const
const compiled = compileContract(acme, { manifest })
const station: Station = { source: 'cli', day: '2026-11-19', version: '1.2.0', service: false }
const FAILED = 'program.failed'

function admitted(error: unknown, fields: unknown = { command: 'build' }): ErrorRecord {
  const verdict = compiled.admit(FAILED, { error, fields }, '2026-11-19T13')
  if (verdict.kind === 'dropped') throw new Error(verdict.reason)
  return verdict.record as ErrorRecord
}

const frame = fc.oneof(
  fc.record({
    file: fc.constantFrom<unknown>('dist/main.js', 'dist/chunk.js', '/home/anna/main.js', 7),
    line: fc.oneof(fc.integer({ min: -1, max: 12_000_000 }), fc.double()),
    column: fc.integer({ min: 0, max: 500 }),
  }),
  fc.record({ package: fc.constantFrom<unknown>('commander', 'left-pad', 'foreign', {}) }),
  anything,
)
const cause = fc.record(
  {
    class: fc.oneof(fc.constantFrom<unknown>('TypeError', 'ConfigError', 'AnnasError', 'constructor'), anything),
    code: fc.oneof(fc.constantFrom<unknown>('ENOENT', 'E_CONFIG', 'E_ANNA'), anything),
    frames: fc.oneof(fc.array(frame, { maxLength: 30 }), anything),
    message: fc.string(),
  },
  { requiredKeys: [] },
)
const raw = fc
  .tuple(cause, fc.oneof(fc.array(fc.oneof(cause, anything), { maxLength: 4 }), anything))
  .map(([error, causes]) => ({
    ...error,
    causes,
    handled: true,
  }))

describe('an error report', () => {
  it('that admit makes, judge keeps whole and without drift; and again', () => {
    fc.assert(
      fc.property(
        fc.oneof(raw, anything),
        fc.constantFrom<unknown>({ command: 'build' }, { command: 7 }, undefined),
        (error, fields) => {
          const verdict = compiled.admit(FAILED, { error, fields }, '2026-11-19T13')
          if (verdict.kind === 'dropped') return
          const wire = JSON.parse(JSON.stringify(verdict.record)) as unknown
          const once = compiled.judge(wire, station)
          expect(once).toEqual({ kind: 'kept', record: wire, drift: [] })
          expect(compiled.judge(once.kind === 'kept' ? once.record : undefined, station)).toEqual(once)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('that judge keeps, it keeps again, the same and without drift', () => {
    const words = fc.constantFrom<unknown>('TypeError', 'other', 'Annas', 'ENOENT', 7)
    const frames = fc.oneof(
      fc.array(
        fc.constantFrom<unknown>('foreign', 'commander', 'left-pad', '0123456789ab:1:1', 'dist/main.js:1:1', 7),
        {
          maxLength: 18,
        },
      ),
      anything,
    )
    const part = fc.record(
      { class: words, code: words, frames, handled: fc.constantFrom<unknown>(true, false, 1), fatal: fc.boolean() },
      { requiredKeys: [] },
    )
    const wires = fc.record(
      {
        name: fc.constant(FAILED),
        at: fc.constantFrom('2026-11-19T13', '2026-11-19', 7),
        error: fc.oneof(part, anything),
        causes: fc.oneof(fc.array(part, { maxLength: 3 }), anything),
        text: fc.string(),
        fields: fc.constantFrom<unknown>({ command: 'build' }, { command: 'x' }, []),
      },
      { requiredKeys: ['name'] },
    )
    fc.assert(
      fc.property(wires, (wire) => {
        const once = compiled.judge(wire, station)
        if (once.kind === 'dropped') return
        expect(compiled.judge(once.record, station)).toEqual({ ...once, drift: [] })
      }),
      { numRuns: 2_000 },
    )
  })

  it('throws at nothing, whatever stands where, at either entrance', () => {
    for (const value of hostileValues()) {
      for (const error of [
        value,
        { class: value, code: value, frames: value, causes: value },
        { frames: [value], causes: [value] },
      ])
        expect(() => compiled.admit(FAILED, { error, fields: value }, undefined)).not.toThrow()
      for (const error of [
        value,
        { class: value, handled: true, fatal: true, frames: value },
        { class: 'Error', handled: true, fatal: true, frames: [value] },
      ])
        expect(() =>
          compiled.judge({ name: FAILED, error, causes: value, fields: { command: 'build' } }, station),
        ).not.toThrow()
    }
    expect(() => compiled.admit(FAILED, undefined, undefined)).not.toThrow()
  })

  it('never holds a message, a path, or a name that is not declared, wherever it was put', () => {
    const canary = 'anna-4711-secret'
    const error = {
      class: canary,
      code: canary,
      message: canary,
      stack: canary,
      text: canary,
      handled: canary,
      [canary]: canary,
      frames: [
        canary,
        { file: canary, line: 1, column: 1 },
        { package: canary },
        { file: `dist/${canary}.js`, line: 1, column: 1 },
      ],
      causes: [canary, { class: canary, code: canary, message: canary, frames: [{ file: canary }] }],
    }
    const verdict = compiled.admit(FAILED, { error, fields: { command: canary, [canary]: canary } }, '2026-11-19T13')
    expect(JSON.stringify(verdict)).not.toContain('anna')
    const wire = {
      ...admitted({ class: 'Error' }),
      error: { ...error, class: 'Error', handled: true, fatal: true },
      text: canary,
    }
    const judged = compiled.judge({ ...wire, causes: error.causes, [canary]: canary }, station)
    expect(judged.kind).toBe('kept')
    expect(JSON.stringify(judged)).not.toContain('anna')
  })

  it('reads a stack of a million frames no further than it has to', () => {
    let reads = 0
    const frames = new Proxy(
      Array.from({ length: 1_000_000 }, () => null),
      {
        get(target, key) {
          reads++
          return Reflect.get(target, key) as unknown
        },
      },
    )
    expect(admitted({ class: 'Error', frames }).error.frames).toEqual(['foreign'])
    expect(reads).toBeLessThan(1_000)
  })

  it('is taken for another where its way to the product differs, and for the same where only its caller does', () => {
    const at = (...lines: readonly number[]): string =>
      errorFingerprint(
        admitted({ class: 'Error', frames: lines.map((line) => ({ file: 'dist/main.js', line, column: 1 })) }),
      )
    expect(at(1, 2)).toBe(at(1, 3))
    expect(at(1, 2)).not.toBe(at(2, 2))
    const group = (error: object, fields?: object): string => errorFingerprint(admitted(error, fields))
    expect(group({ class: 'Error' })).not.toBe(group({ class: 'TypeError' }))
    expect(group({ class: 'Error', code: 'ENOENT' })).not.toBe(group({ class: 'Error', code: 'EACCES' }))
    expect(group({ class: 'Error', causes: [{ class: 'Error' }] })).not.toBe(group({ class: 'Error' }))
    expect(group({ class: 'Error' }, { command: 'init' })).toBe(group({ class: 'Error' }, { command: 'build' }))
  })

  it('names files by keys, which a manifest resolves', () => {
    expect(filesByKey(manifest).get(fileKey('dist/main.js'))).toBe('dist/main.js')
    expect(fileKey('dist/main.js')).toMatch(/^[0-9a-f]{12}$/)
  })

  it('has its parts taken for declared where a client reports drift', () => {
    const good = [
      [FAILED, 'class', 'other'],
      [FAILED, 'frames', 'truncated'],
    ]
    expect(compiled.judgeDrift([...good, ['project.indexed', 'class', 'other']])).toEqual(good)
  })

  it('is held to the edition of the published lists that its contract names', () => {
    const [first] = ERROR_CLASSES
    expect(errorWords({ edition: 1 }).classes).toEqual(new Set([...first!.javascript, ...first!.python, 'other']))
    expect(errorWords({ edition: 1 }).codes).toEqual(new Set([...first!.system, ...first!.node, 'other']))
    expect(errorWords({ edition: 99 }).classes).toEqual(new Set(['other']))
  })

  it('holds a message only where one is declared, and then masked', () => {
    const failed = { ...acme.events[FAILED], text: { max: 60 } }
    const asking = compileContract({ ...acme, events: { ...acme.events, [FAILED]: failed } })
    const text = 'cannot write to anna@example.com under /home/anna/work, the disk is full and so is everything else'
    const error = { class: 'Error', text }
    const verdict = asking.admit(FAILED, { error, fields: { command: 'build' } }, '2026-11-19T13')
    const record = verdict.kind === 'kept' ? (verdict.record as ErrorRecord) : undefined
    expect(record?.text).toMatch(/^cannot write to /)
    expect(record?.text).not.toContain('anna')
    expect(verdict.drift).toEqual([[FAILED, 'text', 'masked']])
    expect(asking.judge(record, station)).toEqual({ kind: 'kept', record, drift: [] })
    const raw = asking.judge({ ...record, text: 'anna@example.com' }, station)
    expect(raw).toMatchObject({ kind: 'kept', drift: [[FAILED, 'text', 'off-shape']] })
    expect(JSON.stringify(raw)).not.toContain('anna')
    expect(admitted(error).text).toBeUndefined()
  })
})
