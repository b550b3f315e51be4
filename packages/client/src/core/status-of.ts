import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { readContractCache } from './contract-cache.ts'
import { explainConsent } from './explain-consent.ts'
import { agreedOther } from './keep-rows.ts'
import type { Session } from './session.ts'
import { GRACE } from './settings.ts'
import type { Status } from './telemetry-types.ts'

/** Everything there is to know about this telemetry, now. Reads and writes nothing but what it must. */
export function statusOf(session: Session): Status {
  const { contract, world, watch, endpoint, stem } = session
  session.obey()
  // Where the environment says off nothing was touched; where things would lie can be said all the same.
  const files = watch.files ?? world.files()
  const { settings } = watch
  const memory = session.memory()
  const stopped = watch.consent.state !== 'off' && memory.stop === session.product
  const consent = stopped ? { ...watch.consent, state: 'off' as const, decider: 'stopped' as const } : watch.consent
  const cached = files === undefined ? undefined : readContractCache(contract, world.disk, files.cache).digest
  const { notice } = settings ?? {}
  return {
    state: consent.state,
    row: consent.row,
    decider: consent.decider,
    because: explainConsent(consent, stem),
    tagged: consent.tagged,
    contract: {
      name: contract.name,
      version: contract.version,
      digest: cached ?? contractDigest(normalContract(contract)),
    },
    agreed: agreedOther(contract, settings, world.control, session.clock())?.version ?? contract.version,
    endpoint,
    folder: files?.folder,
    notice: notice && { at: notice.at, graceEnds: notice.at + GRACE, followed: notice.followed },
    stored: settings?.choice,
    lastAnswer: memory.status === undefined ? undefined : { day: memory.day, status: memory.status },
    hasIdentity: files !== undefined && world.disk.look(files.identity) !== undefined,
  }
}
