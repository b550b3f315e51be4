import type { FieldSpec } from '@plainsight/contract'
import { fieldGate, wireRange, type NumberSpec } from '@plainsight/contract/judge'

type Lists = { readonly [kind: string]: (field: never) => readonly unknown[] }

/** Some names of each published list. */
const KNOWN = {
  model: ['gpt-4o', 'claude-3-5-sonnet', 'gemini-2.5-flash'],
  driver: ['postgres', 'snowflake', 'duckdb'],
  framework: ['react', 'vue', 'svelte'],
}

/** What a host might pass for each type of field, where the gate has no list of its values. */
const GIVEN: Lists = {
  bucket: ({ edges }: { readonly edges: readonly number[] }) => [...edges.map((edge) => edge - 1), ...edges],
  route: ({ templates }: { readonly templates: readonly string[] }) =>
    templates.map((template) => template.replace(/:\w+/g, 'x1')),
  choices: ({ values = KNOWN.driver, max }: { readonly values?: readonly string[]; readonly max: number }) => [
    [],
    ...values.map((_, i) => values.slice(i, i + Math.min(max, 1 + (i % 3)))),
  ],
  tally: ({ values = KNOWN.driver, max }: { readonly values?: readonly string[]; readonly max: number }) =>
    values.map((_, i) => Object.fromEntries(values.slice(i, i + Math.min(max, 2)).map((word, n) => [word, n + 1]))),
  version: () => ['3.1.4', '3.2.0', '4.0.0'],
  id: ({ form }: { readonly form: string }) =>
    form === 'hex' ? ['0123456789abcdef0123456789abcdef'] : form === 'token' ? ['tok_0123456789abcdef'] : [],
  slug: () => ['hero-section'],
  campaign: () => ['newsletter'],
  domain: ({ sites }: { readonly sites: readonly string[] }) => ['www.google.com', ...sites],
  known: ({ of, only }: { readonly of: 'model' | 'driver' | 'framework'; readonly only?: readonly string[] }) =>
    only ?? KNOWN[of],
  day: () => ['2026-11-19'],
  hour: () => ['2026-11-19T10'],
}

/**
 * Values that a host might pass for a field and that are admitted without a remark.
 * @param turn which of them: they repeat when there are no more
 */
export function sampleValue(field: FieldSpec, turn: number): unknown {
  const values = listOf(field)
  return values[turn % values.length]
}

function listOf(field: FieldSpec): readonly unknown[] {
  const given = GIVEN[field.kind]
  if (given !== undefined) return given(field as never)
  const listed = fieldGate(field).values(field)
  if (listed !== undefined) return listed.filter((value) => typeof value !== 'string' || !/(^|-)other$/.test(value))
  if ('max' in field || NUMBERS.has(field.kind)) {
    const { low, high, scale } = wireRange(field as NumberSpec<string>)
    return [low, Math.min(high, low + 42), high].map((value) => value / scale)
  }
  throw new Error(`There is no sample of the type ${field.kind}.`)
}

const NUMBERS: ReadonlySet<string> = new Set(['count', 'measure', 'duration', 'money', 'bytes', 'score'])
