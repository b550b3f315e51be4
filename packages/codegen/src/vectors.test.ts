import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Contract } from '@plainsight/contract'
import { compileContract, type Station } from '@plainsight/contract/judge'
import { makeLock, parseLock, type Lock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { generateJsonSchema } from './json-schema.ts'
import { generateVectors } from './vectors.ts'

interface Case {
  readonly says: string
  readonly station: Station
  readonly wire: { readonly name?: string }
  readonly kept?: unknown
  readonly dropped?: string
  readonly drift: readonly unknown[]
}

const root = join(import.meta.dirname, '../../..')
const catalogs = globSync('{examples,contracts}/**/*.telemetry.lock.json', {
  cwd: root,
  exclude: ['**/node_modules/**'],
})
  .sort()
  .flatMap((path): Lock[] => {
    const read = parseLock(readFileSync(join(root, path), 'utf8'))
    return read.kind === 'lock' ? [read.lock] : []
  })
const fixture = makeLock({ ...acme, environment: ['os', 'cached', 'arch'] } as Contract, undefined, '2026-11-19')
const locks = [fixture, ...catalogs].map((lock, i) => [`${lock.contract.name} (${i})`, lock] as const)

const casesOf = (lock: Lock): readonly Case[] =>
  (JSON.parse(generateVectors({ lock, accepted: [] })) as { cases: readonly Case[] }).cases

describe('the vectors of a contract', () => {
  it.each(locks)('have for every event of %s a record that is kept whole, and one that is not', (_name, lock) => {
    const cases = casesOf(lock)
    const names = [
      ...Object.keys(lock.contract.events),
      ...(lock.contract.presence === false ? [] : ['plainsight.presence']),
    ]
    for (const name of names) {
      const of = cases.filter(({ wire }) => wire.name === name)
      const whole = of.filter(({ kept, drift }) => kept !== undefined && drift.length === 0)
      expect([name, whole.length > 0, of.length > whole.length]).toEqual([name, true, true])
    }
    // What says that it is whole is whole.
    const good = cases.filter(({ says }) =>
      /(with everything that it may say|nothing but what it has to say|alone)$/.test(says),
    )
    expect(good.filter(({ kept, drift }) => kept === undefined || drift.length > 0)).toEqual([])
  })

  it.each(locks)('say of %s what its schema says', (_name, lock) => {
    const validate = new Ajv2020({ strict: true }).compile(
      JSON.parse(generateJsonSchema({ lock, accepted: [] })) as object,
    )
    for (const { says, station, wire, kept, dropped, drift } of casesOf(lock)) {
      if (dropped === 'service-only') continue
      const { name: contract, version } = lock.contract
      const head = {
        v: 1,
        batch: '00000000-0000-8000-8000-000000000001',
        contract,
        version,
        digest: lock.digest.slice(0, 16),
      }
      const { source, day } = station
      const batch = { ...head, source, day, events: [wire] }
      expect([says, validate(batch)]).toEqual([says, kept !== undefined && drift.length === 0])
    }
  })

  it('are what the judge says, each with a sentence of its own, and the same for the same lock', () => {
    const compiled = compileContract(fixture.contract)
    const cases = casesOf(fixture)
    for (const { wire, station, kept, dropped, drift } of cases) {
      const verdict = compiled.judge(wire, station)
      expect({
        drift: verdict.drift,
        ...(verdict.kind === 'kept' ? { kept: verdict.record } : { dropped: verdict.reason }),
      }).toEqual({ drift, ...(dropped === undefined ? { kept } : { dropped }) })
    }
    expect(new Set(cases.map(({ says }) => says)).size).toBe(cases.length)
    expect(new Set(cases.map(({ dropped }) => dropped))).toEqual(
      new Set([undefined, 'missing-field', 'malformed', 'over-limit', 'unknown-event', 'wrong-source', 'service-only']),
    )
    expect(generateVectors({ lock: structuredClone(fixture), accepted: [] })).toBe(
      generateVectors({ lock: fixture, accepted: [] }),
    )
  })
})
