import { periodOf } from '@plainsight/contract/identity'
import { isExternalId, normalEvent } from '@plainsight/contract/judge'
import type { EventShape, SenderJob } from '../sender/sender-job.ts'
import { DAY_MS, dayOf } from './day.ts'
import { machineSecret } from './identity-file.ts'
import { readLowering } from './lowering.ts'
import { newClaim } from './new-claim.ts'
import type { Session } from './session.ts'
import type { StateFiles } from './state-files.ts'
import { tidyState } from './tidy-state.ts'

/** Days whose lines may still leave, and the two on either side that clocks may add. */
const DAYS = 34

/**
 * Puts the state folder in order and writes down what a sender is told.
 * @returns undefined where nothing may be sent now: consent, read again, says no, the maintainer has stopped this version, or a
 *   sender is at work
 */
export function senderJobOf(session: Session, files: StateFiles): SenderJob | undefined {
  const { watch, world } = session
  const { disk } = world
  const witness = [files.settings, ...watch.loweringFiles()].map(
    (path) => [path, disk.read(path, 'latin1') ?? null] as const,
  )
  const isLowered = witness.slice(1).some(([, text]) => text !== null && readLowering(text) !== undefined)
  session.obey()
  if (watch.consent.state !== 'on' || isLowered) return undefined
  const memory = tidyState(session, files)
  if (memory === undefined || memory.stop === session.product) return undefined
  const { next, ...rest } = memory
  const text = JSON.stringify(rest)
  disk.write(files.sender, text, 'latin1')
  const shape = claimShape(session, files, next)
  return {
    ...shape,
    ...requestOf(session),
    witness: witness.map(([path, told]) => [world.relative(files, path), told]),
    memory: text,
  }
}

/** The part of a job that decides what batches look like. Makes the machine's secret where an event needs one. */
export function claimShape(
  { contract, clock, watch, world }: Session,
  files: StateFiles | undefined,
  next: string | undefined,
): Pick<SenderJob, 'claim' | 'contract' | 'events' | 'periods' | 'presence'> {
  const events: { [name: string]: EventShape } = {}
  const periods: { [scope: string]: { [day: string]: string } } = {}
  for (const name in contract.events) {
    const { identity, link, context, uses } = normalEvent(contract, name, contract.events[name]!)
    const externals = Object.keys(uses).filter((field) => {
      const declared = contract.fields[field]
      return declared !== undefined && isExternalId(declared)
    })
    events[name] = [identity, link, context, externals]
    if (identity === 'none' || identity === 'run' || periods[identity] !== undefined) continue
    const days: { [day: string]: string } = (periods[identity] = {})
    for (let back = -2; back < DAYS; back++) {
      const day = dayOf(clock() - back * DAY_MS)
      days[day] = periodOf(identity, day) ?? ''
    }
  }
  const lasting = Object.keys(periods).length > 0 && !watch.consent.tagged
  if (lasting && files !== undefined) machineSecret(world.disk, files.identity, () => world.random(32))
  const by = contract.presence === false ? undefined : contract.presence?.by
  return {
    contract: contract.name,
    claim: next ?? newClaim(world.random),
    presence: by === undefined ? [] : [by],
    periods,
    events,
  }
}

function requestOf({ endpoint = '', product, clock }: Session): Pick<SenderJob, 'now' | 'product' | 'request' | 'to'> {
  const url = new URL(`${endpoint.replace(/\/+$/, '')}/v1/batches`)
  const request: SenderJob['request'] = [
    url.protocol === 'https:' ? 'https' : 'http',
    {
      method: 'POST',
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: url.pathname + url.search,
      setDefaultHeaders: false,
      headers: { host: url.host, 'content-type': 'application/json', 'user-agent': 'plainsight/1' },
    },
  ]
  return { now: clock(), product, request, to: endpoint }
}
