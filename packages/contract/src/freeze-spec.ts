/**
 * Freezes a declaration and everything in it, and drops keys that are undefined, so that what is authored is what JSON keeps.
 * A declaration that contains itself is left as it is: `check` names it.
 */
export function freezeSpec<T extends object>(spec: T): T {
  for (const key of Object.keys(spec)) {
    const value = (spec as Record<string, unknown>)[key]
    if (value === undefined) delete (spec as Record<string, unknown>)[key]
    else if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value)
      freezeSpec(value)
    }
  }
  return Object.freeze(spec)
}
