import type { PostAnswer } from './post-batch.ts'
import type { SenderFs } from './folder.ts'

/** What a sender may ask of the outside. */
export interface SenderPorts {
  readonly fs: SenderFs
  /** The state folder, with the separator at its end. */
  readonly path: string
  now(): number
  /** 122 random bits, as a UUID. */
  uuid(): string
  /** The SHA-256 of a text, its first 128 bits as a UUIDv8. */
  uuidOf(text: string): string
  /** The id of this machine; makes its secret when there is none. */
  idOf(scope: string, link: string, day: string): string | undefined
  pause(ms: number): Promise<void>
  post(endpoint: string, body: string, limit: number): Promise<PostAnswer>
  /** The host's own setting, asked again. */
  hostAllows(): boolean
}
