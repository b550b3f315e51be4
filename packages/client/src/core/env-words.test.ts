import { describe, expect, it } from 'vitest'
import { isTruthy, readSwitch, variableStem } from './env-words.ts'

describe('what variables say', () => {
  it.each(['1', 'true', 'yes', 'on', 'please', ' TRUE ', 'null'])('%j is yes', (text) => {
    expect(isTruthy(text)).toBe(true)
  })
  it.each([undefined, '', '  ', '0', 'false', 'FALSE', 'no', ' off ', 'Off'])('%j is no', (text) => {
    expect(isTruthy(text)).toBe(false)
  })
  it.each([
    ['1', 'on'],
    ['on', 'on'],
    ['True', 'on'],
    [' yes', 'on'],
    ['0', 'off'],
    ['off', 'off'],
    ['no', 'off'],
    ['FALSE', 'off'],
    ['local', 'local'],
    ['', undefined],
    [undefined, undefined],
    ['maybe', undefined],
  ] as const)('a switch set to %j says %j', (text, said) => {
    expect(readSwitch(text)).toBe(said)
  })
  it('names variables after the contract', () => {
    expect(variableStem('acme')).toBe('ACME_TELEMETRY')
    expect(variableStem('my-tool-2')).toBe('MY_TOOL_2_TELEMETRY')
  })
})
