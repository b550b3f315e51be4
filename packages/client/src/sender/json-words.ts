// The two halves of JSON, under names that are short once minified.

/** Reads a text of JSON; throws where it is none. The second argument is that of `map`, and is passed over. */
export const parse = JSON.parse as (text: string, index?: unknown) => unknown
/** Writes data as JSON. */
export const stringify = JSON.stringify as (data: unknown) => string
