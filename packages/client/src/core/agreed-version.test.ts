import { defineContract, flag, rollup, type Contract } from '@plainsight/contract'
import { normalEvent } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { agreedEvent } from './agreed-event.ts'
import { agreedBefore, widenedSince } from './agreed-version.ts'

const said = { what: 'a', why: 'b', readBy: ['chart:c'] } as const
const base = defineContract({
  name: 'acme',
  version: '1.4.0',
  title: 'Acme',
  description: 'x',
  owners: ['me'],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  fields: { ok: flag('a', { transient: true }), fresh: flag('b', { transient: true, since: '1.3.0' }) },
  events: { ran: rollup({ ...said, by: { ok: 'required', fresh: 'optional' } }) },
})
const contract = (over: Partial<Contract> = {}): Contract => ({ ...base, ...over })
const yesTo = (version: string): Parameters<typeof agreedBefore>[1] =>
  ({ format: 1, choice: 'on', version, digest: 'd' }) as never
const ran = (of: Contract, agreed: string): unknown =>
  agreedEvent(of, normalEvent(of, 'ran', of.events['ran']!), agreed)

describe('a yes to an older version', () => {
  it('covers the one that runs where nothing came or widened since, so that a new word of a list is no loss', () => {
    expect(agreedBefore(contract(), yesTo('1.3.0'), 0)).toBeUndefined()
  })

  it('covers what it was given for where something came since', () => {
    expect(agreedBefore(contract(), yesTo('1.2.0'), 0)).toEqual({ version: '1.2.0', digest: 'd' })
    expect(ran(contract(), '1.2.0')).toMatchObject({ uses: { ok: { need: 'required' } } })
    expect(widenedSince(contract(), '1.2.0')).toEqual(['fresh'])
  })

  it('covers nothing once the contract as a whole says more', () => {
    const whole = contract({ widened: '1.4.0' })
    expect(agreedBefore(whole, yesTo('1.3.0'), 0)?.version).toBe('1.3.0')
    expect(ran(whole, '1.3.0')).toBeUndefined()
    expect(ran(whole, '1.4.0')).toBeDefined()
    expect(widenedSince(whole, '1.3.0')).toEqual(['where it reports to, from what or how'])
  })
})
