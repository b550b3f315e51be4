import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '../field-spec.ts'
import { FIELD_TYPES, fieldType } from '../field-types.ts'
import * as authoring from '../index.ts'

// Every example of docs/field-types.md is run, so that the page says what the types do.

const page = readFileSync(join(import.meta.dirname, '../../../../docs/field-types.md'), 'utf8')

/** Reads an expression of the page: a field, or a value. */
function read(expression: string): unknown {
  const make = runInThisContext(`({ ${Object.keys(authoring).join(', ')} }) => (${expression})`) as (
    doors: object,
  ) => unknown
  return make(authoring)
}

interface Example {
  readonly field: string
  readonly given: string
  readonly sent: string
}

const examples: Example[] = []
const declared: string[] = []
for (const [, block = ''] of page.matchAll(/```ts\n([\s\S]*?)```/g))
  for (const line of block.trim().split('\n'))
    if (!line.startsWith('// ')) declared.push(line)
    else
      for (const pair of line.slice(3).split(' · ')) {
        const [given = '', sent = ''] = pair.split(' → ')
        examples.push({ field: declared.at(-1)!, given, sent })
      }

describe('the page of field types', () => {
  it('names every type, in its table and with an example', () => {
    const table = page.slice(0, page.indexOf('\n## '))
    for (const kind of FIELD_TYPES.keys()) {
      expect(table).toMatch(new RegExp('`' + kind + '`'))
      expect(declared.filter((field) => field.startsWith(`${kind}(`)).length).toBeGreaterThan(0)
    }
  })

  it.each(declared)('declares a sound field: %s', (field) => {
    const spec = read(field) as FieldSpec
    expect(fieldType(spec).problems(spec)).toEqual([])
  })

  it.each(examples)('$field: $given → $sent', ({ field, given, sent }) => {
    const spec = read(field) as FieldSpec
    const kept = fieldType(spec).admit(spec, {}, 'event')(read(given), { reason: undefined })
    expect(kept).toEqual(sent === 'left out' ? undefined : read(sent))
  })
})
