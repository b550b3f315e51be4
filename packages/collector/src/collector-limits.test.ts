import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { COLLECTOR_LIMITS } from './collector-limits.ts'

it('are the numbers of spec/limits.json, each with its reason', () => {
  const spec = JSON.parse(readFileSync(new URL('../../../spec/limits.json', import.meta.url), 'utf8')) as {
    readonly collector: { readonly [name: string]: { readonly value: number } }
  }
  const values = Object.fromEntries(Object.entries(spec.collector).map(([name, { value }]) => [name, value]))
  expect({ ...COLLECTOR_LIMITS }).toEqual(values)
})
