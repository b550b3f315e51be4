import type { RawError } from '@plainsight/contract/errors'
import { placeFrames, type FramePorts } from './place-frames.ts'
import { readStack } from './read-stack.ts'

/** Causes that are looked at: one more than are told, so that it can be said that there were more. */
const MOST_CAUSES = 3

/** An error as it is told, before the contract's lists have been asked. Its message is apart: nothing takes it from here. */
export interface ReadError {
  readonly raw: RawError
  /** Class names and codes of the error itself, for the list of what is expected. */
  readonly words: readonly string[]
  readonly message: string | undefined
}

/**
 * Reads something that was thrown, whatever it is: getters that throw, proxies, cycles of causes and stacks of any size are read as far
 * as they can be, and never throw here.
 * @param known whether a name is on one of the contract's lists: of the names an error goes by the first that is known is taken
 */
export function readError(
  error: unknown,
  known: (name: string) => boolean,
  ports: FramePorts,
  how: { readonly handled: boolean; readonly fatal: boolean },
): ReadError {
  const told = readOne(error, known, ports)
  const causes: RawError[] = []
  const seen = new Set<unknown>([error])
  for (
    let next = causeOf(error);
    isThing(next) && causes.length < MOST_CAUSES && !seen.has(next);
    next = causeOf(next)
  ) {
    seen.add(next)
    causes.push(readOne(next, known, ports))
  }
  const message = read(error, 'message')
  return {
    raw: { ...told, ...how, ...(causes.length === 0 ? {} : { causes }) },
    words: [...namesOf(error), ...(typeof told.code === 'string' ? [told.code] : [])],
    message: typeof message === 'string' ? message : typeof error === 'string' ? error : undefined,
  }
}

function readOne(error: unknown, known: (name: string) => boolean, ports: FramePorts): RawError {
  const names = namesOf(error)
  const code = read(error, 'code')
  return {
    // What every error is says less than what this one calls itself.
    class: names.find((name) => name !== 'Error' && known(name)) ?? names.find(known) ?? names[0],
    ...(typeof code === 'string' ? { code } : {}),
    frames: placeFrames(readStack(read(error, 'stack'), read(error, 'message')), ports),
  }
}

// The name it gives itself, then that of its constructor: code that was made small has the one, and errors of the web the other.
function namesOf(error: unknown): string[] {
  return [read(error, 'name'), read(read(error, 'constructor'), 'name')].filter((name) => typeof name === 'string')
}

// An error of several has them in a list: the first stands for them where no cause is named.
function causeOf(error: unknown): unknown {
  return read(error, 'cause') ?? read(read(error, 'errors'), '0')
}

function isThing(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

// What was thrown is the host's, or anybody's: reading it may throw.
function read(from: unknown, key: string): unknown {
  try {
    return (typeof from === 'object' && from !== null) || typeof from === 'function'
      ? (from as { readonly [key: string]: unknown })[key]
      : undefined
  } catch {
    return undefined
  }
}
