import { fieldCases, HOSTILE, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'errorClass',
  doc: 'What kind of error it was',
  classes: ['AcmeConfigError', 'E_ACME_QUOTA'],
  edition: 1,
}

export const errorClassVectors: VectorFile = {
  path: 'fields/errorClass.json',
  about: 'The kind of an error is a built-in class, a code of the system, or one of the list; a message is other.',
  cases: fieldCases({
    field,
    admit: [
      ['a class of JavaScript', 'TypeError', 'TypeError'],
      ['an exception of Python', 'FileNotFoundError', 'FileNotFoundError'],
      ['a warning of Python', 'DeprecationWarning', 'DeprecationWarning'],
      ['a code of the system', 'ENOENT', 'ENOENT'],
      ['a code of the look-up of names', 'EAI_AGAIN', 'EAI_AGAIN'],
      ['a code of Node', 'ERR_MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'],
      ['a class of the list', 'AcmeConfigError', 'AcmeConfigError'],
      ['a code of the list', 'E_ACME_QUOTA', 'E_ACME_QUOTA'],
      ['other stands for itself and is no drift', 'other', 'other'],
      ['a class of one’s own that is not on the list', 'ZephyrLedgerError', 'other', 'other'],
      ['capitals matter', 'typeerror', 'other', 'other'],
      ['a class with its module is another', 'builtins.KeyError', 'other', 'other'],
      ['a message', "Cannot read properties of undefined (reading 'map')", 'other', 'other'],
      ['a class with its message', 'TypeError: x is not a function', 'other', 'other'],
      ['a message with a path', "ENOENT: no such file, open '/home/anna/x'", 'other', 'other'],
      ['a name of every object', 'hasOwnProperty', 'other', 'other'],
      ['a code as a number', 2, 'other', 'other'],
      ...HOSTILE.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
    ],
    judge: [
      ['a built-in class is kept', 'RangeError', 'kept'],
      ['a code of the system is kept', 'ECONNREFUSED', 'kept'],
      ['a class of the list is kept', 'AcmeConfigError', 'kept'],
      ['other is kept', 'other', 'kept'],
      ['a class that is not on the list is left out', 'ZephyrLedgerError', 'not-on-list'],
      ['a message is left out', 'x is not a function', 'not-on-list'],
      ['a number is of another type', 2, 'off-type'],
      ...HOSTILE.map(([says, value, kind]): Judged => [
        `${says} is left out`,
        value,
        kind === 'text' ? 'not-on-list' : 'off-type',
      ]),
    ],
  }),
}
