/** The two halves of JSON, under names that are short once minified. The second argument is that of `map`, and is passed over. */
export const parse = JSON.parse as (text: string, index?: unknown) => unknown
/** As above. */
export const stringify = JSON.stringify as (data: unknown) => string

/** What a text of JSON holds, taken at its writer's word; undefined when it is none. `null` stays null: ask with `??` and `?.`. */
export function parseJson<T>(text: string | undefined): T | undefined {
  try {
    return parse(text!) as T
  } catch {
    return undefined
  }
}
