import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hmacSha256, sha256 } from './sha256.ts'
import { hex, utf8 } from './utf8.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

it('SHA-256 is that of the platform, for any bytes', () => {
  fc.assert(
    fc.property(bytes, (message) => {
      expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'))
    }),
    { numRuns: 500 },
  )
})

it('HMAC is that of the platform, for any key and any bytes', () => {
  fc.assert(
    fc.property(bytes, bytes, (key, message) => {
      expect(hex(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'))
    }),
    { numRuns: 500 },
  )
})

it('UTF-8 is that of the platform, for any text, half characters included', () => {
  const encoder = new TextEncoder()
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      fc.string({ unit: 'binary' }),
      (units, text) => {
        for (const one of [units, text]) expect(hex(utf8(one))).toBe(hex(encoder.encode(one)))
      },
    ),
    { numRuns: 500 },
  )
})
