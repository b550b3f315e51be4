import { ERROR_CLASSES } from './error-classes.ts'

/** The frame of anything that is neither the product's own build nor a declared package. */
export const FOREIGN = 'foreign'

/** Frames of one error or cause, and causes of one error. */
export const ERROR_LIMITS = { frames: 16, causes: 2 } as const

/** The parts of a report beside its fields, as drift and questions name them. No field of an errors event is called like one. */
export const ERROR_PARTS = ['class', 'code', 'handled', 'fatal', 'frames', 'causes', 'text', 'group'] as const

/** What the lists of one errors event allow. */
export interface ErrorWords {
  readonly classes: ReadonlySet<string>
  readonly codes: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
}

const words = new WeakMap<object, ErrorWords>()

/** The closed lists that an errors event is held to: what every language and system has, its own words, and `other`. */
export function errorWords(event: {
  readonly classes?: readonly string[]
  readonly codes?: readonly string[]
  readonly packages?: readonly string[]
  readonly edition?: number
}): ErrorWords {
  const known = words.get(event)
  if (known !== undefined) return known
  // An edition that this release does not know has no names of its own: better few than strange ones.
  const { javascript = [], python = [], system = [], node = [] } = ERROR_CLASSES[(event.edition ?? 1) - 1] ?? {}
  const made = {
    classes: new Set([...javascript, ...python, ...(event.classes ?? []), 'other']),
    codes: new Set([...system, ...node, ...(event.codes ?? []), 'other']),
    packages: new Set(event.packages),
  }
  words.set(event, made)
  return made
}
