import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findCanaries, newCore } from './kit-canaries.ts'

const core = newCore()
const canary = { what: 'an e-mail address', text: `Ann.${core}@example.com`, core }
const digest = (algorithm: string, text: string, form: 'hex' | 'base64'): string =>
  createHash(algorithm).update(text).digest(form)

describe('findCanaries', () => {
  it.each([
    ['itself', canary.text],
    ['a part of it', `/x/${core}`],
    ['capital letters', canary.text.toUpperCase()],
    ['a part of an address', encodeURIComponent(canary.text)],
    ['hexadecimal', Buffer.from(canary.text).toString('hex')],
    ['capital hexadecimal', Buffer.from(canary.text).toString('hex').toUpperCase()],
    ['base64', Buffer.from(canary.text).toString('base64')],
    ['base64, one letter on', Buffer.from(`a${canary.text}`).toString('base64')],
    ['base64, two letters on', Buffer.from(`ab${canary.text}c`).toString('base64')],
    ['base64 for addresses', Buffer.from(`{"a":"${canary.text}"}`).toString('base64url')],
    ['backwards', canary.text.split('').reverse().join('')],
    ['two bytes a letter', Buffer.from(canary.text, 'utf16le').toString('latin1')],
    ['a plain hash', digest('sha256', canary.text, 'hex')],
    ['a plain hash that was cut', digest('sha256', canary.text, 'hex').slice(0, 32)],
    ['a plain hash of small letters', digest('md5', canary.text.toLowerCase(), 'hex')],
    ['a plain hash in base64', digest('sha1', canary.text, 'base64')],
  ])('finds it as %s', (_, text) => {
    expect(findCanaries(`{"before":1,"${text}":"after"}`, [canary]).map((found) => found.canary)).toEqual([canary])
  })

  it('finds nothing where nothing is, and no other', () => {
    const other = { what: 'another', text: newCore(), core: newCore() }
    expect(findCanaries(`{"id":"${digest('sha256', 'x', 'hex')}","text":"Ann@example.com"}`, [canary, other])).toEqual(
      [],
    )
    expect(findCanaries(canary.text, [other])).toEqual([])
  })

  it('makes words that are never the same, and that no hexadecimal text can hold', () => {
    const cores = Array.from({ length: 200 }, newCore)
    expect(new Set(cores).size).toBe(200)
    for (const each of cores) expect(each).toMatch(/^zq[g-z]{10}$/)
  })
})
