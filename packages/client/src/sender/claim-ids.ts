import type { SenderJob } from './sender-job.ts'

/**
 * Ids that a claim needs: of its i-th batch, and of this machine on a day, undefined where the scope has none, or the machine no
 * secret. A sender may load a crypto module: it is a process of its own, or its host is idle.
 */
export type ClaimIds = readonly [
  batchId: (claim: string, index: number) => string,
  machineId: (scope: string, link: string, day: string) => string | undefined,
]

/**
 * The same ids as `batchId` and `scopedId` of the contract.
 * @param identity the text of identity.json
 */
export function claimIds(
  { contract, periods }: Pick<SenderJob, 'contract' | 'periods'>,
  identity: string | undefined,
): ClaimIds {
  const { createHash, createHmac } = process.getBuiltinModule('crypto')
  const [, secret] = /"secret":"(.{64})/.exec(identity!) ?? []
  return [
    (claim, index) => {
      const hash = createHash('sha256').update(`plainsight-batch/1\n${claim}\n${index}`).digest('hex')
      const variant = '89ab'[parseInt(hash[16]!, 16) & 3]
      return hash.replace(/(.{8})(.{4}).(...).(...)(.{12}).*/, `$1-$2-8$3-${variant}$4-$5`)
    },
    (scope, link, day) => {
      const period = periods[scope]?.[day]
      const text = `plainsight-key/1\n${contract}\n${scope}\n${period}\n${link}`
      const key = (): Buffer => createHmac('sha256', Buffer.from(secret!, 'hex')).update(text).digest()
      return (
        period && secret && createHash('sha256').update('plainsight-id/1\n').update(key()).digest('hex').slice(0, 32)
      )
    },
  ]
}
