import { describe, expect, expectTypeOf, it } from 'vitest'
import { campaignFields } from './campaign-fields.ts'
import { defineContract, event } from './define-contract.ts'
import { FIELD_TYPES } from './field-types.ts'
import { compileContract } from './judge.ts'
import type { ValuesOf } from './contract-spec.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'Acme',
  description: 'x',
  owners: ['x'],
  consent: { preset: 'opt-in' },
  sources: ['web'],
  presence: false,
  fields: { ...campaignFields(['current', 'first', 'last'], { pages: ['/', '/docs/*'], sites: ['acme.example'] }) },
  events: {
    'page.viewed': event({
      what: 'x',
      why: 'x',
      readBy: ['chart:x'],
      fields: {
        currentSource: 'optional',
        currentLanding: 'optional',
        firstReferrer: 'optional',
        lastClickId: 'optional',
      },
    }),
  },
})

describe('the fields of a campaign', () => {
  it('are ten for each touch, each sound and with a sentence', () => {
    const fields = Object.entries(campaignFields(['current', 'first', 'last']))
    expect(fields).toHaveLength(30)
    for (const [name, field] of fields) {
      expect(name).toMatch(/^(?:current|first|last)[A-Z][A-Za-z]+$/)
      expect(FIELD_TYPES.get(field.kind)?.problems(field)).toEqual([])
      expect(field.doc).toMatch(/ of the (?:current|first|last) visit$/)
    }
    expect(fields.slice(0, 10).map(([name, { kind }]) => `${name} ${kind}`)).toEqual([
      'currentSource campaign',
      'currentMedium campaign',
      'currentCampaign campaign',
      'currentContent campaign',
      'currentId campaign',
      'currentChannel choice',
      'currentLanding route',
      'currentReferrer domain',
      'currentClickId choice',
      'currentHasClickId flag',
    ])
  })

  it('keep labels, templates and sites, and nothing else of an address', () => {
    const given = {
      currentSource: 'newsletter',
      currentLanding: '/docs/install?utm_term=my+secret',
      firstReferrer: 'https://www.google.de/search?q=my+secret',
      lastClickId: 'gclid=Cj0KCQiA',
    }
    const verdict = compileContract(contract).admit('page.viewed', given, '2026-11-19T13')
    expect(verdict.kind === 'kept' && verdict.record).toMatchObject({
      fields: {
        currentSource: 'newsletter',
        currentLanding: '/docs/*',
        firstReferrer: 'google.com',
        lastClickId: 'other',
      },
    })
  })

  it('have the types of their call sites', () => {
    type Values = ValuesOf<typeof contract, 'page.viewed'>
    expectTypeOf<Values['currentSource']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<NonNullable<Values['lastClickId']>>().toEqualTypeOf<
      'google' | 'microsoft' | 'meta' | 'linkedin' | 'x' | 'reddit' | 'tiktok' | 'none' | 'other'
    >()
  })
})

it('say with which version they came, each of them, where that is given', () => {
  const fields = Object.values(campaignFields(['first'], { since: '1.1.0' }))
  expect(fields.map(({ since }) => since)).toEqual(Array<string>(10).fill('1.1.0'))
  expect(Object.values(campaignFields(['first'])).some((field) => 'since' in field)).toBe(false)
})
