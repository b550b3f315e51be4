import type { Values } from '../subjects/combinations.ts'

/** How a library is set up for a measurement. */
export interface PeerOptions {
  /** Where it sends, without a path. */
  readonly endpoint: string
  /** Whether it is switched off in its own way. */
  readonly off: boolean
  /** Whether it keeps what is recorded until it is told to end: for the time of a call alone. */
  readonly hold: boolean
}

/** One library, as its own documentation says to use it. */
export interface Peer {
  /** Records one event of six values. */
  record(values: Values): void
  /** What its documentation asks of a process that ends. */
  end(): Promise<unknown>
}
