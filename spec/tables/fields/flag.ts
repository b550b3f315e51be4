import { fieldCases, HOSTILE, LEFT_OUT } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = { kind: 'flag', doc: 'Whether the cache was used' }

export const flagVectors: VectorFile = {
  path: 'fields/flag.json',
  about: 'A flag takes real booleans and nothing that merely looks like one.',
  cases: fieldCases({
    field,
    admit: [
      ['true is kept', true, true],
      ['false is kept', false, false],
      ['1 is no boolean', 1, LEFT_OUT, 'off-type'],
      ['0 is no boolean', 0, LEFT_OUT, 'off-type'],
      ['an empty text is no boolean', '', LEFT_OUT, 'off-type'],
      ...HOSTILE.map(([says, value]) => [`${says} is left out`, value, LEFT_OUT, 'off-type'] as const),
    ],
    judge: [
      ['true is kept', true, 'kept'],
      ['false is kept', false, 'kept'],
      ['1 is left out', 1, 'off-type'],
      ['0 is left out', 0, 'off-type'],
      ...HOSTILE.map(([says, value]) => [`${says} is left out`, value, 'off-type'] as const),
    ],
  }),
}
