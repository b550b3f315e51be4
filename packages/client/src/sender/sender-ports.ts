import type { SenderFs } from './folder.ts'
import type { PostAnswer } from './post-batch.ts'
import type { SenderJob } from './sender-job.ts'

/** What a sender may ask of the outside. */
export interface SenderPorts {
  readonly fs: SenderFs
  /** The state folder, with the separator at its end. */
  readonly path: string
  now(): number
  pause(ms: number): Promise<void>
  post(request: SenderJob['request'], body: string, limit: number): Promise<PostAnswer>
  /** The host's own setting, asked again; absent where there is no host any more. */
  hostAllows?(): boolean
}
