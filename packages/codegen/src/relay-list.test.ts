import { defineContract, type Contract } from '@plainsight/contract'
import { makeLock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import type { RelayList } from './index.ts'
import { generateRelayList } from './relay-list.ts'

const older = makeLock(
  defineContract({
    ...acme,
    version: '1.1.0',
    accepts: [],
    sources: ['cli'],
    events: { 'tool.called': acme.events['tool.called'] },
  } as Contract),
  undefined,
  '2026-10-01',
)
const lock = makeLock(acme, older, '2026-11-19')
const text = generateRelayList({ lock, accepted: [older] })
const list = JSON.parse(text) as RelayList

describe('the relay list', () => {
  it('names every event with its sources, its fields, what is needed and what only services send', () => {
    const { events } = list.versions['1.2.0']!
    expect(events['command.completed']).toEqual({
      kind: 'rollup',
      sources: ['cli'],
      fields: ['command', 'outcome'],
      required: ['command', 'outcome'],
      measures: ['duration', 'cost'],
    })
    expect(events['project.indexed']).toMatchObject({ kind: 'event', ids: ['org'], required: ['files', 'outcome'] })
    expect(events['server.started']).toMatchObject({ service: true, sources: ['server'], expires: '2.0.0' })
    expect(events['plainsight.presence']).toMatchObject({ required: ['grain'] })
    expect(Object.keys(events)).toEqual([...Object.keys(acme.events), 'plainsight.presence'])
  })

  it('has each version that is taken with the digest that its batches state', () => {
    expect(Object.entries(list.versions).map(([version, { digest }]) => [version, digest])).toEqual([
      ['1.1.0', older.digest.slice(0, 16)],
      ['1.2.0', lock.digest.slice(0, 16)],
    ])
    expect(Object.keys(list.versions['1.1.0']!.events)).toEqual(['tool.called', 'plainsight.presence'])
    // The lock of a version that is no longer accepted may still lie there.
    const closed = makeLock({ ...acme, accepts: [] }, undefined, '2026-11-19')
    expect(
      Object.keys((JSON.parse(generateRelayList({ lock: closed, accepted: [older] })) as RelayList).versions),
    ).toEqual(['1.2.0'])
  })

  it('is the same for the same locks, and holds no list of values', () => {
    expect(generateRelayList({ lock, accepted: [older] })).toBe(text)
    for (const value of ['"build"', '"100-1k"', '"linux"']) expect(text).not.toContain(value)
  })
})
