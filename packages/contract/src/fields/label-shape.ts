// What tells a label that a person chose from an id that a machine made: `slug` and `campaign` share it.

/**
 * What no label has, as a schema says it: five digits in a row; sixteen letters and digits in a row of which some are letters and some
 * digits; a UUID.
 */
export const ID_LIKE: string =
  '[0-9]{5}|(?:^|[^A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16}' +
  '|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'

/** Makes the test of a shape: at most `longest` letters, of the pattern, and nothing in it that looks like an id. */
export function labelShape(pattern: string, longest: number): (text: string) => boolean {
  const shape = new RegExp(pattern)
  const idLike = new RegExp(ID_LIKE)
  return (text) => text.length <= longest && shape.test(text) && !idLike.test(text)
}

/** The same shape as a schema, with the word `other`. */
export function labelSchema(pattern: string, longest: number): Record<string, unknown> {
  return { anyOf: [{ const: 'other' }, { type: 'string', maxLength: longest, pattern, not: { pattern: ID_LIKE } }] }
}
