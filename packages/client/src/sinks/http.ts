// The door to a sink that posts to an address of one's own.
import type { Headers, HttpSink } from '../core/sink.ts'

export type { Headers, HttpSink } from '../core/sink.ts'

/** What an address needs to be a sink. */
export interface HttpOptions {
  /** Where each batch is posted, as it stands on the wire (spec/wire.md): `https://…`. */
  readonly url: string
  /** Names the sink; default: its host, with `-` for what is no letter or digit. */
  readonly name?: string
  /** Sent with each request. A function is asked before each, so that a token may change; then this process sends by itself. */
  readonly headers?: Headers | (() => Headers | Promise<Headers>)
  /** Told of what goes wrong with this sink. */
  readonly onError?: (error: unknown) => void
}

/** A sink that posts each batch to an address. It answers as a collector does: 2xx is taken, anything unclear is tried again later. */
export function http({ url, name, headers, onError }: HttpOptions): HttpSink {
  return {
    kind: 'http',
    name: name ?? nameOf(url),
    url,
    ...(headers === undefined ? {} : { headers }),
    ...(onError === undefined ? {} : { onError }),
  }
}

// `https://in.acme.example/x` is `in-acme-example`.
function nameOf(url: unknown): string {
  const host = /^https?:\/\/([^\s/?#]+)/.exec(String(url))?.[1] ?? ''
  const name = host.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return (/^[a-z]/.test(name) ? name : `at-${name}`).slice(0, 31).replace(/-$/, '')
}
