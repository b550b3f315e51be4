import { batchId, periodOf, scopedId, scopedKey } from '@plainsight/contract/identity'
import { hex } from '@plainsight/contract/canonical'
import { describe, expect, it } from 'vitest'
import { claimIds } from './claim-ids.ts'

describe('ids of a claim', () => {
  it('are those of the contract: of batches by claim and place', () => {
    const [own] = claimIds({ contract: 'acme', periods: {} }, undefined)
    for (const claim of ['x', '0b1f3c5e-0000-4000-8000-00000000abcd'])
      for (const index of [0, 1, 2, 63, 1000]) expect(own(claim, index)).toBe(batchId(claim, index))
  })

  it('of machines by scope, period and link, under the secret', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => i * 7)
    const day = '2026-12-31'
    const scopes = ['day', 'week', 'month', 'install'] as const
    const periods = Object.fromEntries(scopes.map((scope) => [scope, { [day]: periodOf(scope, day)! }]))
    const [, own] = claimIds({ contract: 'acme', periods }, `{"format":1,"secret":"${hex(secret)}"}\n`)
    for (const scope of scopes)
      expect(own(scope, 'a.b', day)).toBe(scopedId(scopedKey(secret, 'acme', scope, periodOf(scope, day)!, 'a.b')))
    expect(own('none', 'a.b', day)).toBeUndefined()
    expect(own('day', 'a.b', '2026-01-01')).toBeUndefined()
  })

  it('of machines without a secret are none', () => {
    const [, own] = claimIds({ contract: 'acme', periods: { day: { '2026-01-01': '2026-01-01' } } }, undefined)
    expect(own('day', 'a.b', '2026-01-01')).toBeUndefined()
  })

  it('are vectors: a secret of zeros', () => {
    const periods = { month: { '2026-11-19': '2026-11' } }
    const [, own] = claimIds({ contract: 'acme', periods }, `"secret":"${'0'.repeat(64)}"`)
    expect(own('month', 'command.completed', '2026-11-19')).toBe('3d27438a24ae39cbfdc293bf20fca18a')
  })
})
