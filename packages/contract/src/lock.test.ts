import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { hostileValues } from '../fixtures/hostile.ts'
import { checkLock } from './check.ts'
import { contractDigest } from './contract-digest.ts'
import type { Contract } from './contract-spec.ts'
import { compileContract, normalContract } from './judge.ts'
import { lockText, makeLock, parseLock } from './lock.ts'

const lock = makeLock(acme, undefined, '2026-11-19')
const text = lockText(lock)
const moved: Contract = { ...acme, version: '1.3.0', description: 'Builds more things.' }

function refusal(changed: string): string {
  const parsed = parseLock(changed)
  return parsed.kind === 'refused' ? parsed.message : 'taken'
}

/** The text of the lock with its contract changed, and its digest made to fit. */
function forged(change: (contract: { [key: string]: unknown }) => void): string {
  const data = JSON.parse(text) as { digest: string; contract: { [key: string]: unknown } }
  change(data.contract)
  data.digest = contractDigest(data.contract as never)
  return JSON.stringify(data)
}

describe('a lock', () => {
  it('is read back as it was written, and is the same text again', () => {
    const parsed = parseLock(text)
    expect(parsed).toEqual({ kind: 'lock', lock: JSON.parse(JSON.stringify(lock)) })
    expect(parsed.kind === 'lock' && lockText(parsed.lock)).toBe(text)
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('holds a contract that judges like its source', () => {
    const parsed = parseLock(text)
    const contract = parsed.kind === 'lock' ? parsed.lock.contract : undefined
    const [fromLock, fromSource] = [compileContract(contract!), compileContract(acme)]
    const given = { command: 'b', outcome: 'ok', duration: 12 }
    expect(fromLock.admit('command.completed', given)).toEqual(fromSource.admit('command.completed', given))
  })

  it('does not depend on the order in which a contract was written', () => {
    const turned = Object.fromEntries(Object.entries(acme).reverse()) as unknown as Contract
    expect(makeLock(turned, undefined, '2026-11-19').digest).toBe(lock.digest)
    expect(lockText(makeLock(turned, undefined, '2026-11-19'))).toBe(text)
  })

  it('carries its history on, one entry for each version', () => {
    const next = makeLock(moved, lock, '2026-12-01')
    expect(next.history.map(({ version, date }) => [version, date])).toEqual([
      ['1.2.0', '2026-11-19'],
      ['1.3.0', '2026-12-01'],
    ])
    const again = makeLock({ ...moved, title: 'Acme' }, next, '2026-12-02')
    expect(again.history.map(({ version, date }) => [version, date])).toEqual([
      ['1.2.0', '2026-11-19'],
      ['1.3.0', '2026-12-02'],
    ])
    expect(makeLock(moved, next, '2027-01-01').history).toEqual(next.history)
  })

  it('of a contract that is normal already is the same', () => {
    const normal = normalContract(acme)
    expect(normalContract(normal)).toBe(normal)
    expect(makeLock(normal as unknown as Contract, undefined, '2026-11-19').digest).toBe(lock.digest)
  })
})

describe('a lock that cannot be used is refused in a sentence', () => {
  it.each([
    ['no JSON', '{', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['a list', '[]', 'not an object'],
    ['null', 'null', 'not an object'],
    ['no format', '{}', 'no format number'],
    ['a newer format', text.replace('"format": 1', '"format": 2'), 'newer than this version'],
    ['an older format', text.replace('"format": 1', '"format": 0'), 'unknown'],
    ['an edited contract', text.replace('Builds things.', 'Builds nothing.'), 'edited by hand'],
    ['no history', text.replace('"history"', '"past"'), 'not the shape'],
    ['no contract', JSON.stringify({ ...lock, contract: null }), 'not the shape'],
    ['a contract without a name', forged((c) => delete c['name']), 'no name'],
    ['a contract without events', forged((c) => (c['events'] = null)), 'not complete'],
    [
      'a field of a type to come',
      forged((c) => (c['fields'] = { a: { kind: 'telepathy', doc: 'x' } })),
      'does not know',
    ],
    ['a field that is none', forged((c) => (c['fields'] = { a: 1 })), 'is no field'],
    ['an event that is none', forged((c) => (c['events'] = { a: {} })), 'not complete'],
    ['an event that uses what is not there', forged((c) => (c['fields'] = {})), 'not declared'],
    [
      'an event of a kind to come',
      forged((c) => ((c['events'] as { [name: string]: { kind: string } })['tool.called']!.kind = 'stream')),
      'of a kind that',
    ],
    [
      'error reports without their lists',
      forged((c) => ((c['events'] as { [name: string]: { codes: unknown } })['program.failed']!.codes = 7)),
      'no list of codes',
    ],
    ['values told alone that nothing declares', forged((c) => (c['environment'] = ['colour'])), 'not declared'],
    ['values told alone that are no list', forged((c) => (c['environment'] = 'os')), 'not declared'],
    ['half a character', text.replace('Builds things.', '\\ud800'), 'no canonical form'],
    [
      'a nest without end',
      text.replace('"tags": []', `"tags": ${'['.repeat(5_000)}${']'.repeat(5_000)}`),
      'no canonical form',
    ],
  ])('%s', (_, changed, why) => {
    expect(refusal(changed)).toContain(why)
    expect(refusal(changed)).toMatch(/^This is not a lock file that can be used: .*\.$/)
  })
})

describe('a contract held against its lock', () => {
  const rules = (lockFile: string | undefined, contract: Contract): readonly string[] =>
    checkLock(lockFile, contract).map(({ rule }) => rule)

  it('is fine when nothing changed', () => {
    expect(rules(text, acme)).toEqual([])
  })

  it.each<[string, string | undefined, Contract, string]>([
    ['no lock', undefined, acme, 'lock-missing'],
    ['a lock that cannot be read', '{', acme, 'lock-unreadable'],
    ['a change under the same version', text, { ...acme, description: 'Other.' }, 'version-not-moved'],
    ['a change under a later version', text, moved, 'lock-stale'],
    [
      'a change under an earlier version',
      text,
      { ...acme, version: '1.1.9', description: 'Other.' },
      'version-went-back',
    ],
    ['the lock of another contract', text, { ...acme, name: 'other' }, 'lock-stale'],
    [
      'a version that was locked before',
      lockText(makeLock(moved, lock, '2026-12-01')),
      { ...acme, description: 'Other.' },
      'version-went-back',
    ],
  ])('%s', (_, lockFile, contract, rule) => {
    expect(rules(lockFile, contract)).toEqual([rule])
  })

  it('never throws for what is no text of a lock', () => {
    for (const value of hostileValues()) {
      if (typeof value === 'string') expect(rules(value, acme)).toEqual(['lock-unreadable'])
    }
  })
})
