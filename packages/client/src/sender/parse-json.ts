/** What a text of JSON holds, taken at its writer's word; undefined when it is none. `null` stays null: ask with `??` and `?.`. */
export function parseJson<T>(text: string | undefined): T | undefined {
  try {
    return JSON.parse(text!) as T
  } catch {
    return undefined
  }
}
