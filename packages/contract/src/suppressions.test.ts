import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { checkContract, RULES } from './check.ts'
import { SUPPRESSIBLE } from './suppressions.ts'

const unread = {
  ...acme,
  events: { ...acme.events, 'server.started': { ...acme.events['server.started'], readBy: ['me'] } },
}
const pass = {
  rule: 'read-by',
  where: 'events["server.started"].readBy[0]',
  who: '@acme/dx',
  when: '2026-11-19',
  why: 'A chart comes with 1.3.0',
}

describe('a rule that is let pass', () => {
  it('stays on the list as a note, with who, when and why', () => {
    expect(checkContract(unread)).toMatchObject([{ rule: 'read-by', severity: 'warning' }])
    const { who, when, why } = pass
    expect(checkContract({ ...unread, reviews: [pass] })).toEqual([
      expect.objectContaining({ rule: 'read-by', severity: 'note', suppressed: { who, when, why } }),
    ])
  })

  it('may be named by what the place stands in, and by nothing that only begins alike', () => {
    const at = (where: string): readonly string[] =>
      checkContract({ ...unread, reviews: [{ ...pass, where }] }).map(({ rule, severity }) => `${severity} ${rule}`)
    expect(at('events["server.started"]')).toEqual(['note read-by'])
    expect(at('events')).toEqual(['note read-by'])
    expect(at('events["server')).toEqual(['warning read-by', 'warning suppression-unused'])
    expect(at('events["project.indexed"]')).toEqual(['warning read-by', 'warning suppression-unused'])
  })

  it('is never one that protects people: the problem stands, and letting it pass is another', () => {
    const followed = {
      ...acme,
      events: { ...acme.events, 'tool.called': { ...acme.events['tool.called'], identity: 'install' } },
      reviews: [{ ...pass, rule: 'identity-reason', where: 'events' }],
    }
    const errors = checkContract(followed).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ rule }) => rule)).toEqual(['identity-reason', 'suppression'])
  })

  it('is one of a short list, which holds no promise', () => {
    expect([...SUPPRESSIBLE].filter((rule) => !Object.hasOwn(RULES, rule))).toEqual([])
    for (const promise of [
      'identity-reason',
      'identity-none',
      'id-form',
      'masking',
      'retention',
      'noise',
      'errors',
      'review-missing',
      'since-missing',
      'audience-fr',
      'deliver-now',
      'precision',
      'context-kind',
    ] as const)
      expect([promise, SUPPRESSIBLE.has(promise)]).toEqual([promise, false])
  })

  it('does not pass where nobody is named', () => {
    const issues = checkContract({ ...unread, reviews: [{ ...pass, who: '' }] })
    expect(issues.map(({ rule, severity }) => `${severity} ${rule}`)).toContain('error shape')
  })
})
