import { describe, expect, it } from 'vitest'
import { settingsText } from './settings-text.ts'
import { GRACE, isNoticed, parseSettings } from './settings.ts'

const digest = 'ab'.repeat(32)

describe('settings.json', () => {
  it('is read as it was written', () => {
    const notice = { at: 1_000, version: '1.2.0', digest, followed: true }
    for (const settings of [
      {},
      { choice: 'on', how: 'command', day: '2026-11-19', version: '1.2.0', digest },
      { choice: 'off' },
      { choice: 'local', notice },
      { notice, channels: { errors: 'on' } },
    ] as const)
      expect(parseSettings(settingsText(settings))).toEqual({ kind: 'read', settings: { format: 1, ...settings } })
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"on"',
    '{"choice":"on"}',
    '{"format":0}',
    '{"format":"1"}',
    '{"format":1.5}',
    '{"format":1,"choice":"yes"}',
    '{"format":1,"choice":null}',
    '{"format":1,"choice":"on"}',
    '{"format":1,"choice":"on","version":"1.0.0"}',
    '{"format":1,"notice":{}}',
    '{"format":1,"notice":{"at":"now","version":"1.0.0","digest":"","followed":true}}',
    '{"format":1,"notice":{"at":1,"version":"1.0.0","digest":""}}',
    '\u0000\u0000\u0000',
  ])('damaged, means off: %j', (text) => {
    expect(parseSettings(text)).toEqual({ kind: 'damaged' })
  })

  it('newer than this version means off', () => {
    expect(parseSettings('{"format":2,"anything":true}')).toEqual({ kind: 'newer' })
  })

  it('counts a notice only after a day and a run that followed, and never one from the future', () => {
    const notice = { at: 10 * GRACE, version: '1.0.0', digest, followed: true }
    expect(isNoticed({ notice }, notice.at + GRACE)).toBe(true)
    expect(isNoticed({ notice }, notice.at + GRACE - 1)).toBe(false)
    expect(isNoticed({ notice }, notice.at - 1)).toBe(false)
    expect(isNoticed({ notice: { ...notice, followed: false } }, notice.at + 9 * GRACE)).toBe(false)
    expect(isNoticed({}, notice.at)).toBe(false)
    expect(isNoticed(undefined, notice.at)).toBe(false)
  })
})
