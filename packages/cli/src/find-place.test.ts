import { describe, expect, it } from 'vitest'
import { findPlace } from './find-place.ts'

const SOURCE = `import { choice, defineContract, rollup } from '@plainsight/client/contract'
// defineContract({ events: {} }) in a comment is none
const shared = { what: 'x' }
export default defineContract({
  name: 'acme', // events: {
  fields: {
    command: choice(['list', 'count, { by: '], 'Which command'),
  },
  events: {
    'command.completed': rollup({
      what: \`A command: \${'by'}\`,
      by: ['command', /* , */ 'outcome'],
    }),
    made: shared,
  },
})
`

/** The source from the place on, so that a test reads like the file. */
function textAt(path: readonly (string | number)[]): string | undefined {
  const place = findPlace(SOURCE, path)
  return place && SOURCE.split('\n')[place.line - 1]?.slice(place.column - 1)
}

describe('findPlace', () => {
  it('finds keys, quoted keys and list entries', () => {
    expect(textAt(['name'])).toMatch(/^name: 'acme'/)
    expect(textAt(['events'])).toMatch(/^events: \{$/)
    expect(textAt(['events', 'command.completed', 'by'])).toMatch(/^by: \[/)
    expect(textAt(['events', 'command.completed', 'by', 1])).toMatch(/^'outcome'\],/)
    expect(textAt(['fields', 'command', 0])).toMatch(/^'list'/)
  })

  it('gives the nearest part above where a part is not written out', () => {
    expect(textAt(['events', 'made', 'what'])).toMatch(/^made: shared/)
    expect(textAt(['events', 'command.completed', 'retention'])).toMatch(/^'command.completed': rollup/)
    expect(textAt(['nothing'])).toMatch(/^defineContract\(/)
    expect(textAt([])).toMatch(/^defineContract\(/)
  })

  it('knows when there is no contract', () => {
    expect(findPlace('export default {}', ['name'])).toBeUndefined()
    expect(findPlace('', [])).toBeUndefined()
  })
})
