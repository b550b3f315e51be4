import type { PostAnswer } from '../sender/post-batch.ts'
import type { SenderJob } from '../sender/sender-job.ts'

/** What the control command may ask of the outside, besides what its session has. */
export interface CommandPorts {
  /** Posts a body, a binary string, within a time in ms. Never rejects. */
  post(request: SenderJob['request'], body: string, limit: number): Promise<PostAnswer>
  /** Asks the person at the terminal; undefined when the input ends or is broken off. */
  ask(question: string): Promise<string | undefined>
  /** Whether a person sits at both ends: what is asked is seen, and what is typed is heard. */
  isInteractive(): boolean
}
