import { describe, expect, it } from 'vitest'
import { yesCovers } from './yes-covers.ts'

const fields = { old: {}, fresh: { since: '1.3.0' } }
const events = { ran: {}, indexed: { since: '1.1.0', widened: '1.10.0' } }

describe('a yes', () => {
  it.each([
    ['1.10.0', 'all', 'to the last version that has a mark'],
    ['1.11.0', 'all', 'to a later one'],
    ['2.0.0', 'all', 'to one that does not run yet'],
    ['1.9.0', 'part', 'before an event widened, by number and not by letter'],
    ['1.2.0', 'part', 'before a field came'],
    ['1.0.0', 'part', 'to the first version'],
  ] as const)('to %s covers %s: %s', (agreed, covers, _why) => {
    expect(yesCovers({ fields, events }, agreed)).toBe(covers)
  })

  it('covers what changed without a mark', () => {
    expect(yesCovers({ fields: { old: {} }, events: { ran: {} } }, '1.0.0')).toBe('all')
  })

  it('covers nothing once the contract as a whole says more, whatever its parts say', () => {
    expect(yesCovers({ widened: '1.3.0', fields: {}, events: {} }, '1.2.9')).toBe('nothing')
    expect(yesCovers({ widened: '1.3.0', fields, events }, '1.2.0')).toBe('nothing')
    expect(yesCovers({ widened: '1.3.0', fields: {}, events: {} }, '1.3.0')).toBe('all')
  })
})
