import { periodOf } from '@plainsight/contract/identity'
import { postBatch } from './post-batch.ts'
import type { SenderPorts } from './sender-ports.ts'

/**
 * The ports of a sender on Node. A sender may load what the record path may not: it runs in a process of its own, or when its
 * host is idle.
 * @param path the state folder, with the separator at its end
 */
export function nodeSenderPorts(
  contract: string,
  path: string,
  now: () => number,
  hostAllows: () => boolean,
): SenderPorts {
  const { createHash, createHmac, randomBytes, randomUUID } = process.getBuiltinModule('crypto')
  const fs = process.getBuiltinModule('fs')
  const file = `${path}identity.json`
  const read = (): string | undefined => {
    try {
      return /"secret":"([0-9a-f]{64})"/.exec(fs.readFileSync(file, 'utf8'))?.[1]
    } catch {
      return undefined
    }
  }
  // Made when it is first needed; of two that make one at once the first wins, and what is damaged is made anew.
  const make = (flag: string): void => {
    try {
      fs.writeFileSync(file, `{"format":1,"secret":"${randomBytes(32).toString('hex')}"}\n`, { mode: 0o600, flag })
    } catch {
      // There already.
    }
  }
  let secret: string | undefined
  return {
    fs,
    path,
    now,
    uuid: randomUUID,
    uuidOf(text) {
      const bytes = createHash('sha256').update(text).digest()
      bytes[6] = (bytes[6]! & 15) | 128
      bytes[8] = (bytes[8]! & 63) | 128
      return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5')
    },
    idOf(scope, link, day) {
      const period = periodOf(scope as 'day', day)
      if (period === undefined) return undefined
      secret ??= read() ?? (make('wx'), read()) ?? (make('w'), read())
      const key = createHmac('sha256', Buffer.from(secret!, 'hex'))
        .update(`plainsight-key/1\n${contract}\n${scope}\n${period}\n${link}`)
        .digest()
      return createHash('sha256').update('plainsight-id/1\n').update(key).digest('hex').slice(0, 32)
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    post: postBatch,
    hostAllows,
  }
}
