import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ERROR_CLASSES, errorClassNames } from '../error-classes.ts'
import { REFERRERS } from '../referrers.ts'
import { DOUBTFUL_NAMES, scrubText, SECRET_NAMES, SECRET_PATTERNS } from '../scrub.ts'

function published(path: string): unknown {
  const text = readFileSync(join(import.meta.dirname, '../../../../spec', path), 'utf8')
  return (JSON.parse(text) as { readonly editions: unknown }).editions
}

describe('the list of public referrers', () => {
  it('is published as it is matched by', () => {
    expect(published('known/referrer.json')).toEqual(REFERRERS)
  })

  it.each(REFERRERS.map((list, i) => [i + 1, list] as const))('of edition %i has hosts only, each once', (_, list) => {
    const hosts = [...list.names, ...Object.keys(list.aliases)]
    expect(new Set(hosts).size).toBe(hosts.length)
    for (const host of hosts) expect(host).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/)
    for (const name of Object.values(list.aliases)) expect(list.names).toContain(name)
  })
})

describe('the list of secret patterns', () => {
  it('is published as it is masked by', () => {
    const path = join(import.meta.dirname, '../../../../spec/known/secret-patterns.json')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      patterns: SECRET_PATTERNS,
      names: SECRET_NAMES,
      doubtfulNames: DOUBTFUL_NAMES,
    })
  })

  it.each([...SECRET_PATTERNS])(
    'masks what begins with $starts and goes on, and leaves the beginning alone',
    (pattern) => {
      const { starts, least = 16 } = pattern
      expect(scrubText(`got ${starts}${'x'.repeat(least)} back`)).toBe('got [masked] back')
      expect(scrubText(`got ${starts} back`)).toBe(`got ${starts} back`)
    },
  )

  it.each(SECRET_NAMES)('masks what stands after %s', (name) => {
    expect(scrubText(`MY_${name.toUpperCase()}=x "${name}": "x y"`)).toBe(
      `MY_${name.toUpperCase()}=[masked] "${name}": "[masked]"`,
    )
  })

  it.each(DOUBTFUL_NAMES)('masks what stands after %s where it looks like a secret', (name) => {
    expect(scrubText(`${name}=map ${name}=hunter2`)).toBe(`${name}=map ${name}=[masked]`)
  })
})

describe('the list of built-in names of errors', () => {
  it('is published as it is matched by', () => {
    expect(published('error-classes.json')).toEqual(ERROR_CLASSES)
  })

  it('has every code that this runtime and its system know', () => {
    const names = new Set(errorClassNames(1))
    const codes = [...[...getSystemErrorMap().values()].map(([code]) => code), ...Object.keys(constants.errno)]
    // UNKNOWN says nothing; what other systems have beside POSIX begins with WSA.
    expect(codes.filter((code) => code !== 'UNKNOWN' && !code.startsWith('WSA') && !names.has(code))).toEqual([])
  })

  it('has every class that JavaScript defines', () => {
    const classes = Object.getOwnPropertyNames(globalThis).filter((name) => {
      const value: unknown = (globalThis as { readonly [name: string]: unknown })[name]
      return typeof value === 'function' && (value === Error || value.prototype instanceof Error)
    })
    expect(classes.length).toBeGreaterThan(7)
    expect(classes.filter((name) => !errorClassNames(1)!.includes(name))).toEqual([])
  })

  it('has names and no texts, and ends where its editions end', () => {
    for (const name of errorClassNames(1)!) expect(name).toMatch(/^[A-Za-z0-9_]+$/)
    expect(errorClassNames(ERROR_CLASSES.length + 1)).toBeUndefined()
    expect(errorClassNames(0)).toBeUndefined()
  })
})
