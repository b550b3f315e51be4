/**
 * Freezes a declaration and the plain data in it, and drops keys that are undefined, so that what is authored is what JSON keeps.
 * Walks a list instead of calling itself: a declaration that contains itself, or is nested without end, costs its size and no
 * stack; `check` names it. What is no plain data (a class's object, a typed array) is left alone.
 */
export function freezeSpec<T extends object>(spec: T): T {
  const parts: object[] = [spec]
  for (const part of parts) {
    for (const key of Object.keys(part)) {
      const value = (part as Record<string, unknown>)[key]
      if (value === undefined) Reflect.deleteProperty(part, key)
      else if (isPlain(value) && !Object.isFrozen(value)) parts.push(value)
    }
    Object.freeze(part)
  }
  return spec
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}
