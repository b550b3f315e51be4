/** JSON as generated files have it: two spaces, keys in the order they were put in, final newline. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
