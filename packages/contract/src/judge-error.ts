import type { CompiledEvent } from './compiled-event.ts'
import { UNDECLARED, type Drift } from './drift.ts'
import { ERROR_LIMITS, errorWords, FOREIGN, type ErrorWords } from './error-words.ts'
import { hasMoreKeys } from './judge-values.ts'
import { rareGate } from './rare-gates.ts'
import type { Reason } from './reasons.ts'
import type { ErrorCause, WireError } from './wire-record.ts'

/** A frame of the product's own build: the key of a file, a line and a column. */
const OWN = /^[0-9a-f]{12}:[1-9][0-9]{0,6}:[1-9][0-9]{0,6}$/

/** What of a report stands beside its time, its rate and its fields. */
export interface JudgedError {
  readonly error: WireError
  readonly causes: readonly ErrorCause[] | undefined
  readonly text: string | undefined
}

type Wire = { readonly [key: string]: unknown }

/**
 * Judges an error and its causes against the closed lists of their event. Frames with one strange entry are left out whole, and so are
 * causes: a part of a stack says something else than the stack.
 * @returns the kept parts, or the reason to drop the record
 */
export function judgeError(compiled: CompiledEvent, wire: Wire, drift: Drift[]): JudgedError | Reason {
  const { name, event } = compiled
  const { error, causes, text } = wire
  if (!isObject(error) || typeof error['handled'] !== 'boolean' || typeof error['fatal'] !== 'boolean')
    return 'malformed'
  const words = errorWords(event)
  const { class: of, code, frames, handled, fatal } = error
  if (!isOneOf(words.classes, of)) {
    drift.push([name, 'class', 'not-on-list'])
    return 'missing-field'
  }
  const leaveOut = (part: string, reason: Reason): void => void drift.push([name, part, reason])
  const isCode = code === undefined || isOneOf(words.codes, code)
  if (!isCode) leaveOut('code', 'not-on-list')
  const stack = frames === undefined ? undefined : judgeFrames(words, frames)
  if (frames !== undefined && stack === undefined) leaveOut('frames', 'off-shape')
  if (hasMoreKeys(error, 3 + Number(code !== undefined) + Number(frames !== undefined)))
    leaveOut(UNDECLARED, 'unknown-field')
  const why = causes === undefined ? undefined : judgeCauses(words, causes)
  if (causes !== undefined && why === undefined) leaveOut('causes', 'off-shape')
  return {
    error: {
      class: of,
      ...(isCode && code !== undefined ? { code: code as string } : {}),
      ...(stack === undefined ? {} : { frames: stack }),
      handled,
      fatal,
    },
    causes: why,
    text: text === undefined ? undefined : judgeText(compiled, text, drift),
  }
}

function judgeCauses(words: ErrorWords, wire: unknown): readonly ErrorCause[] | undefined {
  if (!Array.isArray(wire) || wire.length === 0 || wire.length > ERROR_LIMITS.causes) return undefined
  const causes: ErrorCause[] = []
  for (let i = 0; i < wire.length; i++) {
    const cause: unknown = wire[i]
    if (!isObject(cause)) return undefined
    const { class: of, code, frames } = cause
    const stack = frames === undefined ? undefined : judgeFrames(words, frames)
    const known = isOneOf(words.classes, of) && (code === undefined || isOneOf(words.codes, code))
    const seen = 1 + Number(code !== undefined) + Number(frames !== undefined)
    if (!known || (frames !== undefined && stack === undefined) || hasMoreKeys(cause, seen)) return undefined
    causes.push({
      class: of,
      ...(code === undefined ? {} : { code: code as string }),
      ...(stack === undefined ? {} : { frames: stack }),
    })
  }
  return causes
}

function judgeFrames({ packages }: ErrorWords, wire: unknown): readonly string[] | undefined {
  if (!Array.isArray(wire) || wire.length === 0 || wire.length > ERROR_LIMITS.frames) return undefined
  const frames: string[] = []
  for (let i = 0; i < wire.length; i++) {
    const frame: unknown = wire[i]
    if (typeof frame !== 'string') return undefined
    const isWord = frame === FOREIGN || packages.has(frame)
    if (!isWord && !OWN.test(frame)) return undefined
    if (isWord && frame === frames.at(-1)) return undefined
    frames.push(frame)
  }
  return frames
}

function judgeText({ name, event }: CompiledEvent, wire: unknown, drift: Drift[]): string | undefined {
  const reason = textJudge(event)(wire)
  if (reason === undefined) return wire as string
  drift.push(reason === 'unknown-field' ? [name, UNDECLARED, reason] : [name, 'text', reason])
  return undefined
}

const textJudges = new WeakMap<object, (wire: unknown) => Reason | undefined>()

// Compiled once an event: it holds every pattern of what is secret.
function textJudge(event: CompiledEvent['event']): (wire: unknown) => Reason | undefined {
  const known = textJudges.get(event)
  if (known !== undefined) return known
  const { text } = event
  const gate = text === undefined || text === false ? undefined : rareGate('text')
  const made =
    gate === undefined || text === undefined || text === false
      ? (): Reason => 'unknown-field'
      : gate.judge({ kind: 'text', doc: '', max: text.max } as never)
  textJudges.set(event, made)
  return made
}

function isOneOf(list: ReadonlySet<string>, value: unknown): value is string {
  return typeof value === 'string' && list.has(value)
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
