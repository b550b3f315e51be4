import type { Path, Report } from './issue.ts'

/** Far deeper than the language goes; what is deeper contains itself or was made by a program. */
const MAX_DEPTH = 24
/** A contract of 200 events and 2 000 fields has some 30 000 parts. */
const MAX_PARTS = 500_000

/** Stands for what was refused, and is left out of the copy. */
const REFUSED = Symbol('refused')

/**
 * Copies what can be said in JSON and reports what cannot: functions, class objects, cycles, getters, NaN, lone surrogates. Runs
 * no code of what it copies but a proxy's traps, never throws, and its cost is bounded.
 * @returns the copy, whose objects have no prototype; undefined when nothing of it can be said
 */
export function plainData(value: unknown, report: Report): unknown {
  const above = new Set<object>()
  let parts = 0
  const copied = copy(value, [])
  return copied === REFUSED ? undefined : copied

  function refuse(path: Path, what: string, mend: string): typeof REFUSED {
    report('plain-data', path, `This is ${what}, which a contract cannot hold.`, mend)
    return REFUSED
  }

  function copy(value: unknown, path: Path): unknown {
    if (++parts > MAX_PARTS) {
      if (parts === MAX_PARTS + 1)
        refuse(
          path,
          `part number ${MAX_PARTS + 1} of the contract`,
          'Split the contract, or look for a list made by a loop.',
        )
      return REFUSED
    }
    switch (typeof value) {
      case 'boolean':
      case 'undefined':
        return value
      case 'string':
        return value.isWellFormed() ? value : refuse(path, 'a text with half a character in it', 'Write the text anew.')
      case 'number':
        return Number.isFinite(value) ? value : refuse(path, `the number ${value}`, 'Give a finite number.')
      case 'object':
        return value === null ? null : copyObject(value, path)
      case 'bigint':
      case 'function':
      case 'symbol':
        return refuse(path, `a ${typeof value}`, 'Put plain data in its place.')
    }
  }

  function copyObject(value: object, path: Path): unknown {
    if (above.has(value))
      return refuse(path, 'an object that contains itself', 'Declare it once and name it elsewhere.')
    if (path.length >= MAX_DEPTH) return refuse(path, `nested more than ${MAX_DEPTH} deep`, 'Take the inner parts out.')
    above.add(value)
    try {
      return Array.isArray(value) ? copyList(value, path) : copyRecord(value, path)
    } catch {
      return refuse(path, 'an object that throws when it is read', 'Put plain data in its place.')
    } finally {
      above.delete(value)
    }
  }

  function copyList(list: readonly unknown[], path: Path): unknown[] {
    const copied: unknown[] = []
    for (let i = 0; i < list.length && parts <= MAX_PARTS; i++) {
      const item = copy(list[i], [...path, i])
      if (item !== REFUSED) copied.push(item)
    }
    return copied
  }

  function copyRecord(record: object, path: Path): unknown {
    const prototype: unknown = Object.getPrototypeOf(record)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse(path, 'an object of a class', 'Put plain data in its place.')
    const copied: { [key: string]: unknown } = Object.create(null)
    for (const key of Object.keys(record)) {
      if (parts > MAX_PARTS) break
      const property = Object.getOwnPropertyDescriptor(record, key)
      if (property === undefined) continue
      const item =
        'value' in property
          ? copy(property.value, [...path, key])
          : refuse([...path, key], 'a getter', 'Put its value in its place.')
      if (item !== undefined && item !== REFUSED) copied[key] = item
    }
    return copied
  }
}
