import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract } from '@plainsight/contract/judge'
import { parseJson } from '../sender/parse-json.ts'
import { waitingBatches } from '../sender/run-sender.ts'
import type { SenderMemory } from '../sender/sender-job.ts'
import { channelConsent, channelsOf } from './channel-consent.ts'
import { readContractCache } from './contract-cache.ts'
import { explainConsent } from './explain-consent.ts'
import { agreedOther } from './keep-rows.ts'
import type { Session } from './session.ts'
import { shownAddress } from './sink.ts'
import { sinkFiles, sinksOf } from './sink-list.ts'
import { GRACE } from './settings.ts'
import type { StateFiles } from './state-files.ts'
import type { SinkStatus, Status } from './telemetry-types.ts'
import { folderOf } from './tidy-state.ts'

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
    channels: Object.fromEntries(
      channelsOf(session).map((channel) => [channel, channelConsent(session, channel, consent.state)]),
    ),
    contract: {
      name: contract.name,
      version: contract.version,
      digest: cached ?? contractDigest(normalContract(contract)),
    },
    agreed: agreedOther(contract, settings, world.control, session.clock())?.version ?? contract.version,
    endpoint,
    sinks: statusOfSinks(session, files),
    folder: files?.folder,
    notice: notice && { at: notice.at, graceEnds: notice.at + GRACE, followed: notice.followed },
    stored: settings?.choice,
    lastAnswer: memory.status === undefined ? undefined : { day: memory.day, status: memory.status },
    hasIdentity: files !== undefined && world.disk.look(files.identity) !== undefined,
  }
}

function statusOfSinks(session: Session, files: StateFiles | undefined): SinkStatus[] {
  const { disk } = session.world
  return sinksOf(session).map((sink) => {
    const place = files && sinkFiles(files, sink.name)
    const memory = parseJson<SenderMemory>(place && disk.read(place.sender)) ?? {}
    return {
      name: sink.name,
      to: sink.kind === 'http' ? shownAddress(sink.url) : undefined,
      waiting: place === undefined ? 0 : waitingBatches(folderOf(disk, place)).length,
      lastAnswer: memory.status === undefined ? undefined : { day: memory.day, status: memory.status },
    }
  })
}
