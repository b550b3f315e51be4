/** What a text of JSON holds, taken at its writer's word; undefined when it is none, or null. */
export function parseJson<T>(text: string | undefined): T | undefined {
  try {
    return (JSON.parse(text as string) as T) ?? undefined
  } catch {
    return undefined
  }
}
