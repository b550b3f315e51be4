/** One batch on its way to a sink: its exact text, and what is in it. */
export interface OutgoingBatch {
  /** The same bytes come again under the same id until they are answered. */
  readonly batch: string
  /** The UTC day on which everything in it happened, `2026-11-19`. */
  readonly day: string
  /** The body as the wire has it (spec/wire.md). */
  readonly text: string
  /** The body, parsed. */
  readonly body: {
    readonly contract: string
    readonly version: string
    readonly source: string
    readonly context: { readonly [name: string]: unknown }
    readonly events: readonly { readonly name: string; readonly [key: string]: unknown }[]
    readonly drift?: readonly (readonly [event: string, field: string, reason: string])[]
    readonly [key: string]: unknown
  }
}

/**
 * What a sink answers: nothing for taken, or a status as a collector would give it (2xx taken, 413 too large, 400 403 404 405 410 411
 * 415 422 never, anything else later), with the wait it asks for in ms and a text for the receipt.
 */
export type SinkAnswer = void | number | { readonly status: number; readonly waitMs?: number; readonly text?: string }

/** Header names and values. */
export interface Headers {
  readonly [name: string]: string
}

interface AnySink {
  /** Names its folder of what waits: `[a-z][a-z0-9-]{0,30}`, one sink a name. */
  readonly name: string
  /** Told of what goes wrong with this sink alone; the telemetry's own `onError` hears it too. */
  readonly onError?: (error: unknown) => void
}

/** An address that batches are posted to. */
export interface HttpSink extends AnySink {
  readonly kind: 'http'
  readonly url: string
  /** Sent besides those of the protocol. As data, the detached sender can send them; a function is asked before each request. */
  readonly headers?: Headers | (() => Headers | Promise<Headers>)
}

/** `AbortSignal` as the host's own library declares it; these declarations compile where none does. */
export type HostSignal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer Signal } }
  ? Signal
  : unknown

/** A sink that is a function: sent by this process only. */
export interface FunctionSink extends AnySink {
  readonly kind: 'function'
  /** Takes one batch; throwing or rejecting is `later`. `signal` says when the time is over. */
  readonly take: (batch: OutgoingBatch, signal: HostSignal) => SinkAnswer | Promise<SinkAnswer>
}

/** A place that batches go to, besides or instead of the collector. */
export type Sink = HttpSink | FunctionSink

/** Names that HTTP itself needs: a header of a sink never stands in their place. */
const RESERVED =
  /^(?:host|content-type|content-length|content-encoding|transfer-encoding|connection|expect|upgrade|te|trailer)$/

/** The headers of a sink that can be sent: tokens as names, no line end in a value, none that HTTP itself needs. */
export function soundHeaders(headers: unknown): { [name: string]: string } {
  const sound: { [name: string]: string } = {}
  if (typeof headers !== 'object' || headers === null) return sound
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase()
    if (/^[a-z0-9!#$%&'*+.^_`|~-]{1,60}$/.test(key) && !RESERVED.test(key) && typeof value === 'string')
      if (/^[\t\x20-\x7e\x80-\xff]{0,4096}$/.test(value)) sound[key] = value
  }
  return sound
}

/** Whether a sink can be sent by a process that has nothing of the host: an address and headers that never change. */
export function isData(sink: Sink): sink is HttpSink & { readonly headers?: Headers } {
  return sink.kind === 'http' && typeof sink.headers !== 'function'
}

/** The address of a sink as it is shown and kept in receipts: without what may be a key in it. */
export function shownAddress(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^(https?:\/\/)[^/]*@/, '$1')
}

/** What is wrong with a sink, in a sentence; undefined where nothing is. */
export function sinkFlaw(sink: unknown): string | undefined {
  try {
    const { kind, name, url, take } = sink as { readonly [key: string]: unknown }
    if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,30}$/.test(name))
      return `A sink needs a name of small letters, digits and "-", up to 31 of them, not ${JSON.stringify(name)}.`
    if (kind === 'function')
      return typeof take === 'function' ? undefined : `The sink "${name}" has no function \`take\`.`
    if (kind !== 'http') return `The sink "${name}" is neither an address nor a function.`
    if (typeof url !== 'string' || !/^https?:\/\/[^\s/]/.test(url) || !URL.canParse(url))
      return `The sink "${name}" has no address: \`url\` begins with https:// or http://.`
    return undefined
  } catch (error) {
    return `A sink cannot be read: ${String((error as { message?: unknown } | null)?.message)}.`
  }
}
