import { ERROR_LIMITS, errorWords, FOREIGN } from '@plainsight/contract/errors'
import { FIELD_TYPES, type NormalEvent } from '@plainsight/contract/judge'
import { closedObject, type Schema } from './value-schema.ts'

/** A frame of the product's own build: the key of a file, a line and a column. */
const OWN_FRAME = '^[0-9a-f]{12}:[1-9][0-9]{0,6}:[1-9][0-9]{0,6}$'

/** What a station keeps of an error report beside its time and its fields: the error, its causes, and a text where one is declared. */
export function errorSchemas(event: NormalEvent): { readonly [key: string]: Schema } {
  const words = errorWords(event)
  const frames = {
    type: 'array',
    minItems: 1,
    maxItems: ERROR_LIMITS.frames,
    items: { anyOf: [{ enum: [FOREIGN, ...words.packages] }, { type: 'string', pattern: OWN_FRAME }] },
    description:
      'Where it was thrown, outwards: KEY:LINE:COLUMN for a file of the build, a declared package, or foreign',
  }
  const cause = {
    class: { enum: [...words.classes], description: 'A class of the language or of the contract' },
    code: { enum: [...words.codes], description: 'A code of the system or of the contract' },
    frames,
  }
  const flag = (description: string): Schema => ({ type: 'boolean', description })
  const error = closedObject(
    { ...cause, handled: flag('Whether the program dealt with it'), fatal: flag('Whether it ended the program') },
    ['class', 'handled', 'fatal'],
    'What went wrong',
  )
  const causes = {
    type: 'array',
    minItems: 1,
    maxItems: ERROR_LIMITS.causes,
    items: closedObject(cause, ['class']),
    description: 'What caused it, then what caused that',
  }
  return { error, causes, ...textSchema(event) }
}

function textSchema({ text }: NormalEvent): { readonly text?: Schema } {
  const type = FIELD_TYPES.get('text')
  if (text === undefined || text === false || type === undefined) return {}
  const field = { kind: 'text', doc: '', max: text.max }
  return { text: { description: 'The masked message, to which the person said yes', ...type.schema(field) } }
}
