/** Where each file of the state folder is (protocol.md, Files). */
export interface StateFiles {
  readonly folder: string
  readonly settings: string
  readonly identity: string
  readonly presence: string
  readonly once: string
  readonly pending: string
  readonly local: string
  readonly receipts: string
  readonly erasure: string
  /** The digest and the setting line of the last process, so that the next one need not make them. */
  readonly cache: string
  /** When the sender last tried, what was answered, and when it may try again. */
  readonly sender: string
  /** What a sender is told. */
  readonly job: string
  /** The path of a name in the folder; of none, the folder with the separator at its end. */
  at(name: string): string
}

/** Names the files of a state folder. `separator` is the platform's. */
export function stateFiles(folder: string, separator: string): StateFiles {
  const at = (name: string): string => `${folder}${separator}${name}`
  return {
    folder,
    settings: at('settings.json'),
    identity: at('identity.json'),
    presence: at('presence.json'),
    once: at('once.json'),
    pending: at('pending.jsonl'),
    local: at('local.jsonl'),
    receipts: at('receipts.jsonl'),
    erasure: at('erasure.json'),
    cache: at('cache.json'),
    sender: at('sender.json'),
    job: at('job.json'),
    at,
  }
}
