import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS } from '../../fixtures/field-arbitraries.ts'
import { FUZZ_CORPUS } from '../../fixtures/fuzz-corpus.ts'
import { anything, hostileObjects } from '../../fixtures/hostile.ts'
import type { AdmitPorts, FieldSpec, FieldType, Note } from '../field-spec.ts'
import { FIELD_TYPES } from '../field-types.ts'
import { isReason } from '../reasons.ts'

// Whatever is handed to a type, it answers: a value that its judge takes, or a reason. A failure is shrunk to the smallest input, which
// then goes into the corpus.

const ports: AdmitPorts = { hash: (kind, value) => (kind.length + value.length).toString(16).padStart(32, '0') }

/** Holds one value to what goes for every type, at both entrances. */
function hold(type: FieldType, field: FieldSpec, make: () => unknown): void {
  const note: Note = { reason: undefined }
  const kept = type.admit(field, ports, 'event')(make(), note)
  if (kept === undefined) expect(isReason(note.reason)).toBe(true)
  else {
    expect(type.judge(field)(kept)).toBeUndefined()
    // Plain data: nothing of the object that was handed over is still in it.
    expect(JSON.parse(JSON.stringify(kept))).toStrictEqual(kept)
    const again: Note = { reason: undefined }
    if (typeof kept === 'string') expect(type.admit(field, ports, 'event')(kept, again)).toBe(rawAgain(field, kept))
  }
  const reason = type.judge(field)(make())
  expect(reason === undefined || isReason(reason)).toBe(true)
}

// What a text on the wire is admitted as: itself, but where the wire holds what a program cannot give.
function rawAgain(field: FieldSpec, kept: string): string | undefined {
  if (field.kind === 'bucket') return undefined
  return field.kind === 'hash' ? ports.hash!(fieldKind(field), kept, 'event') : kept
}

function fieldKind(field: FieldSpec): string {
  return (field as unknown as { readonly of: string }).of
}

describe('fuzzing', () => {
  for (const [kind, type] of FIELD_TYPES) {
    const { field, raw } = FIELDS[kind]!
    it(`of ${kind}: the corpus, hostile objects, and anything at all`, () => {
      const plain = (spec: FieldSpec): fc.Arbitrary<unknown> => fc.oneof(raw(spec), anything)
      fc.assert(
        fc.property(
          field.chain((spec) =>
            fc.tuple(
              fc.constant(spec),
              fc.oneof(
                hostileObjects,
                plain(spec).map((value) => () => value),
              ),
            ),
          ),
          ([spec, make]) => hold(type, spec, make),
        ),
        { numRuns: 500 },
      )
      fc.assert(
        fc.property(field, (spec) => FUZZ_CORPUS.forEach((value) => hold(type, spec, () => value))),
        { numRuns: 10 },
      )
    })
  }
})
