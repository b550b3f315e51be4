import { defineContract, type Contract } from '@plainsight/contract'
import { makeLock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { generateAssessment } from './assessment.ts'

const { 'command.completed': completed, 'tool.called': called } = acme.events
const pageOf = (preset: Contract['consent']['preset'], over: object = {}): string =>
  generateAssessment({
    lock: makeLock(defineContract({ ...acme, consent: { preset }, ...over } as Contract), undefined, '2026-11-19'),
    accepted: [],
  })

describe('the assessment of a basis of consent', () => {
  it('says that it is no legal opinion, whatever the preset, and what each report is for', () => {
    for (const preset of ['opt-in', 'notice', 'audience-fr', 'local'] as const) {
      const page = pageOf(preset)
      expect(page).toContain('It is no legal opinion')
      expect(page).toContain(`preset \`${preset}\``)
      for (const [name, { why }] of Object.entries(acme.events))
        expect(page).toMatch(new RegExp(`\`${name}\` \\| ${why}`))
      expect(page).not.toMatch(/undefined|anonymous/)
    }
  })

  it('has the conditions of its preset, and of no other', () => {
    expect(pageOf('opt-in')).toContain('Nobody is asked again for six months')
    expect(pageOf('notice')).toContain('at least 24 hours')
    expect(pageOf('notice')).not.toContain('six months')
    expect(pageOf('local')).toMatch(/\| Nothing leaves \|/)
    expect(pageOf('local')).not.toContain('offers erasure')
    expect(pageOf('audience-fr')).toContain('meant for France, and untested outside of web sites and apps')
  })

  it('says how each condition stands in this contract', () => {
    const strict = pageOf('audience-fr', {
      events: { 'command.completed': completed, 'tool.called': called },
      retention: { raw: 60 },
    })
    expect(strict).toMatch(/No id lives longer than a month \| .* \| the longest id is one of a month \|/)
    expect(strict).toMatch(/at most 400 \| .* \| at most 60 days \|/)
    expect(strict).toMatch(/No ids of users.*\| no field is an id \|/)
    expect(strict).toMatch(/No diagnostic reports \| .* \| none \|/)
    const loose = pageOf('audience-fr')
    expect(loose).toMatch(/No ids of users.*`org`/)
    expect(loose).toMatch(/No diagnostic reports.*`program\.failed`/)
  })
})
