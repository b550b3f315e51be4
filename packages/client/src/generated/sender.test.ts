import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { senderFile } from '../../generate-sender.ts'
import { senderSource } from './sender.gen.ts'

describe('the detached sender as text', () => {
  it('is what its source gives today', async () => {
    expect(readFileSync(join(import.meta.dirname, 'sender.gen.ts'), 'utf8')).toBe(await senderFile())
  })

  it('is at most 6 kB, so that it can be an argument of a process', () => {
    expect(Buffer.byteLength(senderSource)).toBeLessThanOrEqual(6_000)
  })

  it('is a plain script that asks for nothing but files, a request and digests', () => {
    const modules = [...senderSource.matchAll(/getBuiltinModule\(([^)]*)\)/g)].map(([, name]) => name)
    // The third is the job's word, http or https.
    expect(modules).toHaveLength(3)
    expect(modules).toEqual(expect.arrayContaining(['`fs`', '`crypto`']))
    expect(senderSource).not.toMatch(/\brequire\(|\bimport\b|\beval\b|\bFunction\(|\bfetch\b|\bprocess\.env\b|child_process|\bdns\b/)
  })
})
