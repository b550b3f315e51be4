import type { ConsentState } from './consent.ts'
import { readSwitch } from './env-words.ts'
import { explainConsent } from './explain-consent.ts'
import type { Session } from './session.ts'

/** What holds for one channel, and one sentence that says why. */
export interface ChannelConsent {
  readonly state: ConsentState
  readonly because: string
}

/**
 * Whether what belongs to a channel is counted and may leave. Off for everything is off for each channel; beyond that a channel has
 * its own variable (`P_TELEMETRY_ERRORS`) and its own stored choice, of which each off stands before each on. Where neither speaks, a
 * channel goes with everything else; only error reports wait for a yes of their own.
 * @param channel its name in the contract, such as `errors`; `usage` is everything else
 * @param general what holds for everything, where another answer is wanted than what holds now
 */
export function channelConsent(
  { watch, world, stem }: Session,
  channel: string,
  general: ConsentState = watch.consent.state,
): ChannelConsent {
  const { settings } = watch
  const consent = { ...watch.consent, state: general }
  if (channel === 'usage' || consent.state === 'off' || consent.state === 'undecided')
    return { state: general, because: explainConsent(consent, stem) }
  const name = `${stem}_${channel.toUpperCase().replaceAll('-', '_')}`
  const variable = readSwitch(world.env[name])
  const stored =
    settings?.channels !== undefined && Object.hasOwn(settings.channels, channel)
      ? settings.channels[channel]
      : undefined
  const says = (state: ConsentState, why: string): ChannelConsent => ({
    state,
    because: `The channel ${channel} is ${state}: ${why}.`,
  })
  if (variable === 'off') return says('off', `${name} says off`)
  if (stored === 'off') return says('off', 'you chose off for it')
  // What leaves and what is kept for oneself lie in different files, and everything of a run in one of them.
  if (variable === 'local' && general === 'on')
    return says('off', `${name} says local, and a channel leaves or does not`)
  if (variable === 'on') return says(consent.state, `${name} says on, for this process`)
  if (stored === 'on') return says(consent.state, 'you chose on for it')
  if (channel === 'errors') return says('undecided', 'error reports need a yes of their own')
  return says(consent.state, 'it goes with everything else')
}

/** Whether what belongs to a channel may be recorded now. */
export function isChannelOn(
  session: Session,
  channel: string,
  general: ConsentState = session.watch.consent.state,
): boolean {
  const { state } = channelConsent(session, channel, general)
  // What may only be counted locally is, where everything is.
  return state === 'on' || (state === 'local' && general === 'local')
}

/** The channels that a contract declares besides `usage`, sorted. */
export function channelsOf({ contract }: Pick<Session, 'contract'>): string[] {
  const named = Object.values(contract.events).map(
    (event) => event.channel ?? ((event.kind as string) === 'errors' ? 'errors' : 'usage'),
  )
  return [...new Set(named)].filter((channel) => channel !== 'usage').sort()
}
