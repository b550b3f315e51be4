import { canonicalJson } from '@plainsight/contract/canonical'
import { admitError, errorFingerprint, errorWords } from '@plainsight/contract/errors'
import { weekOf } from '@plainsight/contract/identity'
import { compileEvent, normalEvent, rareGate, type CompiledEvent, type ErrorRecord } from '@plainsight/contract/judge'
import { createScrubber, type ScrubOptions } from '@plainsight/contract/scrub'
import { agreedEvent } from '../core/agreed-event.ts'
import { agreedBefore } from '../core/agreed-version.ts'
import { isChannelOn } from '../core/channel-consent.ts'
import { dayOf, timeOf } from '../core/day.ts'
import type { Journal } from '../core/journal.ts'
import type { Session } from '../core/session.ts'
import type { ErrorsOptions, ReportDetails } from './error-options.ts'
import { readError } from './read-error.ts'
import { MOST_OF_A_CLASS, noteReported } from './reported.ts'

// What a process without a disk remembers of what it has reported.
const memories = new WeakMap<Session, { reported?: string }>()
const compiledOnce = new WeakMap<Session, CompiledEvent>()

/**
 * Reports an error, if the person said yes to error reports, if it is not expected, and if this machine has not reported the same one
 * this week: class and code from closed lists, frames out of the product's own build, nothing of its message.
 * @param names what this person and this machine are called, masked in a message like a secret
 * @returns a promise where the person is asked about the message; it never rejects
 */
export function reportError(
  session: Session,
  error: unknown,
  details: ReportDetails = {},
  names: () => readonly string[] = () => [],
): Promise<void> | undefined {
  const compiled = compiledErrors(session)
  const journal = compiled && allowedJournal(session, compiled)
  if (compiled === undefined || journal === undefined) return undefined
  const chosen: ErrorsOptions = session.options.errors ?? {}
  const fatal = details.fatal === true
  const words = errorWords(compiled.event)
  const read = readError(
    error,
    (word) => words.classes.has(word),
    {
      files: new Set(chosen.manifest?.files),
      root: chosen.root === undefined ? undefined : String(chosen.root),
    },
    { handled: details.handled !== false, fatal },
  )
  if (isExpected(chosen, error, read.words)) return undefined
  const now = session.clock()
  const at = `${dayOf(now)}T${timeOf(now).slice(0, 2)}`
  const verdict = admitError(compiled, read.raw, details.fields ?? {}, at, chosen.manifest)
  for (const [, field, reason] of verdict.drift) journal.note(compiled.name, field, reason)
  if (verdict.kind === 'dropped') return undefined
  if (!isNew(session, compiled, journal, verdict.record, dayOf(now), chosen)) return undefined
  const shown =
    details.ask === undefined
      ? undefined
      : maskedText(compiled, read.message, [session.options.mask ?? {}, chosen], names)
  if (details.ask !== undefined && shown !== undefined)
    return askFirst(session, compiled, verdict.record, details.ask, shown, fatal)
  add(session, compiled, journal, verdict.record, fatal)
  return undefined
}

function add(session: Session, { event }: CompiledEvent, journal: Journal, record: ErrorRecord, fatal: boolean): void {
  const isNow = fatal && event.deliver === 'now'
  journal.push('e', reportRest(record, isNow))
  // The process may end in this very turn, by ways on which nothing is asked any more.
  if (!fatal) return
  session.keep()
  const { files, way } = session
  if (isNow && files !== undefined && (way === 'idle' || way === 'detached')) session.world.startSender(session, files)
}

// The rest of its line: what no other occurrence has stands in `z` (spec/spool.md).
function reportRest({ name, at, fields, ...besides }: ErrorRecord, isNow: boolean): string {
  const now = isNow ? '"now":1,' : ''
  return `"a":"${at}","e":"${name}",${now}"f":${canonicalJson(fields)},"z":${canonicalJson(besides)}`
}

// Only a yes to exactly what was shown sends it; the report itself goes either way, if it still may.
async function askFirst(
  session: Session,
  compiled: CompiledEvent,
  record: ErrorRecord,
  ask: NonNullable<ReportDetails['ask']>,
  text: string,
  fatal: boolean,
): Promise<void> {
  try {
    const yes = await Promise.resolve(text)
      .then(ask)
      .catch((error: unknown) => session.fault(error))
    const journal = allowedJournal(session, compiled)
    if (journal !== undefined) add(session, compiled, journal, yes === true ? { ...record, text } : record, fatal)
  } catch (error) {
    session.fault(error)
  }
}

// The journal, where a report may be recorded now; else it is said why not, but to nobody that there would have been one.
function allowedJournal(session: Session, { name, event }: CompiledEvent): Journal | undefined {
  const journal = session.enter()
  if (journal === undefined) return undefined
  if (!isChannelOn(session, event.channel)) return undefined
  const reason =
    session.options.tenant?.disabledEvents?.includes(name) === true
      ? 'disabled'
      : event.sources.includes(session.source)
        ? undefined
        : 'wrong-source'
  if (reason === undefined) return journal
  journal.note(name, '*', reason)
  return undefined
}

function isNew(
  session: Session,
  { name }: CompiledEvent,
  journal: Journal,
  record: ErrorRecord,
  day: string,
  { perClass = MOST_OF_A_CLASS }: ErrorsOptions,
): boolean {
  let memory = memories.get(session)
  if (memory === undefined) memories.set(session, (memory = {}))
  const path = session.watch.consent.state === 'local' ? undefined : session.files?.at('reported.json')
  const { disk } = session.world
  const how = noteReported(memory, disk, path, weekOf(day), errorFingerprint(record), record.error.class, perClass)
  if (how === 'too-many') journal.note(name, 'class', 'over-limit')
  return how === 'new'
}

// The masked message, exactly as it would leave.
function maskedText(
  { event, name }: CompiledEvent,
  message: unknown,
  masks: readonly ScrubOptions[],
  personal: () => readonly string[],
): string | undefined {
  const { text } = event
  if (typeof message !== 'string' || text === undefined || text === false) return undefined
  const scrub = createScrubber({
    secrets: [...masks.flatMap(({ secrets = [] }) => secrets), ...personal()],
    patterns: masks.flatMap(({ patterns = [] }) => patterns),
    names: masks.flatMap(({ names = [] }) => names),
  })
  const gate = rareGate('text')?.admit({ kind: 'text', doc: '', max: text.max } as never, { scrub }, name)
  return gate?.(message, { reason: undefined }) as string | undefined
}

function isExpected({ expected }: ErrorsOptions, error: unknown, words: readonly string[]): boolean {
  if (typeof expected !== 'function') return expected?.some((word) => words.includes(word)) === true
  try {
    const says: unknown = expected(error)
    // One that is asynchronous says nothing in time; that it fails is not to end the host.
    if (says instanceof Promise) says.catch(() => {})
    return says === true
  } catch {
    return false
  }
}

// The contract's one event of errors, as it was agreed to.
function compiledErrors(session: Session): CompiledEvent | undefined {
  const ready = compiledOnce.get(session)
  if (ready !== undefined) return ready
  const { contract } = session
  const found = Object.entries(contract.events).find(([, { kind }]) => kind === 'errors')
  if (found === undefined) return undefined
  const [name, spec] = found
  const agreed = agreedBefore(contract, session.watch.settings ?? {}, session.clock())
  const declared = normalEvent(contract, name, spec)
  const event = agreed === undefined ? declared : agreedEvent(contract, declared, agreed.version)
  if (event === undefined) return undefined
  const compiled = compileEvent(contract, name, event, {})
  compiledOnce.set(session, compiled)
  return compiled
}
