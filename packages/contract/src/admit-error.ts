import { admitRecord } from './admit-record.ts'
import { fileKey, type BuildManifest } from './build-manifest.ts'
import type { CompiledEvent } from './compiled-event.ts'
import type { Drift, Verdict } from './drift.ts'
import { ERROR_LIMITS, errorWords, FOREIGN, type ErrorWords } from './error-words.ts'
import type { AdmitPorts, Note, WireValue } from './field-spec.ts'
import { rareGate } from './rare-gates.ts'
import type { ErrorCause, ErrorRecord } from './wire-record.ts'

/** An error as a client read it. Anything may stand anywhere; what is not declared does not pass. */
export interface RawError {
  /** The name of its class. */
  readonly class?: unknown
  readonly code?: unknown
  readonly handled?: unknown
  readonly fatal?: unknown
  /**
   * From where it was thrown outwards. A frame of the product is `{ file, line, column }` with the file as its manifest writes it, one
   * of a dependency `{ package }`; everything else is foreign.
   */
  readonly frames?: unknown
  /** What caused it, then what caused that; each like the error itself. */
  readonly causes?: unknown
  /** The message, and only where the person saw it and said yes to this one. */
  readonly text?: unknown
}

/** Frames that are read of one stack at most: what lies deeper says nothing about where it was thrown. */
const READ = 200

/** Largest line or column: beyond it a stack was made up. */
const MOST = 9_999_999

/**
 * Admits an error report: its class and codes off the lists become `other`, files of the build become their keys, packages that are
 * declared keep their name, runs of anything else are one `foreign`. Never throws, and reads no message.
 * @param raw the error, as its client read it
 * @param given the values of the event's own fields
 * @param at the time, cut to the hour
 * @param manifest the files of the product's build; without one every frame is a package's or foreign
 */
export function admitError(
  compiled: CompiledEvent,
  raw: unknown,
  given: unknown,
  at: string | undefined,
  manifest?: BuildManifest,
  ports: AdmitPorts = {},
): Verdict<ErrorRecord> {
  const verdict = admitRecord(compiled, given, at)
  if (verdict.kind === 'dropped') return verdict
  const drift: Drift[] = [...verdict.drift]
  const { name, event } = compiled
  const words = errorWords(event)
  const files = new Set(manifest?.files)
  const told = admitCause(name, raw, words, files, drift)
  const error = { ...told, handled: read(raw, 'handled') === true, fatal: read(raw, 'fatal') === true }
  const causes = admitCauses(name, raw, words, files, drift)
  const text = admitText(compiled, raw, ports, drift)
  const { fields } = verdict.record as { readonly fields: { readonly [field: string]: WireValue } }
  const record: ErrorRecord = {
    name,
    ...(at === undefined ? {} : { at }),
    error,
    ...(causes.length === 0 ? {} : { causes }),
    ...(text === undefined ? {} : { text }),
    fields,
  }
  return { kind: 'kept', record, drift: eachOnce(drift) }
}

function admitCauses(
  name: string,
  raw: unknown,
  words: ErrorWords,
  files: ReadonlySet<string>,
  drift: Drift[],
): readonly ErrorCause[] {
  const causes = listOf(read(raw, 'causes'), ERROR_LIMITS.causes + 1)
  if (causes.length > ERROR_LIMITS.causes) drift.push([name, 'causes', 'truncated'])
  return causes.slice(0, ERROR_LIMITS.causes).map((cause) => admitCause(name, cause, words, files, drift))
}

function admitCause(
  name: string,
  raw: unknown,
  words: ErrorWords,
  files: ReadonlySet<string>,
  drift: Drift[],
): ErrorCause {
  const word = (part: 'class' | 'code', list: ReadonlySet<string>): string | undefined => {
    const value = read(raw, part)
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string' && list.has(value)) return value
    drift.push([name, part, 'other'])
    return 'other'
  }
  const code = word('code', words.codes)
  const frames = admitFrames(name, read(raw, 'frames'), words, files, drift)
  return {
    class: word('class', words.classes) ?? 'other',
    ...(code === undefined ? {} : { code }),
    ...(frames.length === 0 ? {} : { frames }),
  }
}

function admitFrames(
  name: string,
  raw: unknown,
  { packages }: ErrorWords,
  files: ReadonlySet<string>,
  drift: Drift[],
): readonly string[] {
  const frames: string[] = []
  for (const frame of listOf(raw, READ)) {
    const admitted = ownFrame(frame, files) ?? packageFrame(frame, packages) ?? FOREIGN
    // A run of one package, or of what is foreign, is one frame; the product's own are all told.
    if (admitted === frames.at(-1) && !admitted.includes(':')) continue
    if (frames.length === ERROR_LIMITS.frames) {
      drift.push([name, 'frames', 'truncated'])
      break
    }
    frames.push(admitted)
  }
  return frames
}

function ownFrame(frame: unknown, files: ReadonlySet<string>): string | undefined {
  const file = read(frame, 'file')
  if (typeof file !== 'string' || !files.has(file)) return undefined
  const [line, column] = [read(frame, 'line'), read(frame, 'column')]
  return isPlace(line) && isPlace(column) ? `${fileKey(file)}:${line}:${column}` : undefined
}

function packageFrame(frame: unknown, packages: ReadonlySet<string>): string | undefined {
  const name = read(frame, 'package')
  return typeof name === 'string' && packages.has(name) ? name : undefined
}

function admitText(compiled: CompiledEvent, raw: unknown, ports: AdmitPorts, drift: Drift[]): string | undefined {
  const { text } = compiled.event
  const given = text === undefined || text === false ? undefined : read(raw, 'text')
  const gate = rareGate('text')
  if (text === undefined || text === false || given === undefined || gate === undefined) return undefined
  const note: Note = { reason: undefined }
  const kept = gate.admit({ kind: 'text', doc: '', max: text.max } as never, ports, compiled.name)(given, note)
  if (note.reason !== undefined) drift.push([compiled.name, 'text', note.reason])
  return typeof kept === 'string' ? kept : undefined
}

function isPlace(number: unknown): number is number {
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= MOST
}

// Getters and proxies of a thrown object are the host's code, and may throw in turn.
function read(from: unknown, key: string): unknown {
  try {
    return typeof from === 'object' && from !== null ? (from as { readonly [key: string]: unknown })[key] : undefined
  } catch {
    return undefined
  }
}

function listOf(value: unknown, most: number): readonly unknown[] {
  try {
    return Array.isArray(value)
      ? Array.from({ length: Math.min(value.length, most) }, (_, i) => read(value, String(i)))
      : []
  } catch {
    return []
  }
}

function eachOnce(drift: readonly Drift[]): readonly Drift[] {
  return [...new Map(drift.map((entry) => [entry.join('\n'), entry])).values()]
}
