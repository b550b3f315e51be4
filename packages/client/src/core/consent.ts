/** Whether use is counted and may leave: `off < undecided < local < on`. */
export type ConsentState = 'off' | 'undecided' | 'local' | 'on'

/** What decided. Each word is one row, or one half of a row, of the table in protocol.md, in its order. */
export type Decider =
  | 'no-destination'
  | 'do-not-track'
  | 'disabled-variable'
  | 'off-variable'
  | 'flag'
  | 'option'
  | 'policy'
  | 'stored'
  | 'stored-damaged'
  | 'stored-newer'
  | 'project'
  | 'host'
  | 'parent'
  | 'ci'
  | 'test-runner'
  | 'local-variable'
  | 'on-variable'
  | 'preset'
  | 'stopped'

/** Everything that speaks for or against, as it was found. Pure data, so that every combination can be tried. */
export interface Evidence {
  /** Whether there is anywhere to send to. */
  readonly destination: boolean
  readonly doNotTrack: boolean
  readonly disabledVariable: boolean
  /** What the product's own variable says. */
  readonly variable: 'on' | 'off' | 'local' | undefined
  /** `--no-telemetry` among the arguments. */
  readonly flag: boolean
  /** `enabled: false` among the host's options. */
  readonly disabledByOption: boolean
  readonly policy: 'off' | 'local' | undefined
  readonly stored: 'on' | 'off' | 'local' | 'damaged' | 'newer' | undefined
  readonly project: 'off' | 'local' | undefined
  readonly hostOff: boolean
  /** What the tool that started this one has for it: a decision that is inherited can only lower. */
  readonly parent: 'off' | 'local' | undefined
  readonly automation: 'ci' | 'test-runner' | undefined
  /** Whether the contract keeps what runs in CI, tagged. */
  readonly ciTagged: boolean
  readonly preset: 'opt-in' | 'notice' | 'audience-fr' | 'local'
  /** Whether the notice was shown, the grace period is over and an interactive run came between. */
  readonly noticed: boolean
}

/** The answer: the state, the row of the table that gave it, and what decided. */
export interface Consent {
  readonly state: ConsentState
  /** 1–12; 0 where there is no destination. */
  readonly row: number
  readonly decider: Decider
  /** Counted as CI: never a machine, so no presence and no ids. */
  readonly tagged: boolean
}

/**
 * Resolves consent: the rows of protocol.md from top to bottom, first match wins. Every off stands before every on, so no
 * combination of signals can outweigh one refusal.
 */
export function resolveConsent(e: Evidence): Consent {
  if (!e.destination) return answer('off', 0, 'no-destination')
  if (e.doNotTrack) return answer('off', 1, 'do-not-track')
  if (e.disabledVariable) return answer('off', 2, 'disabled-variable')
  if (e.variable === 'off') return answer('off', 2, 'off-variable')
  if (e.flag) return answer('off', 3, 'flag')
  if (e.disabledByOption) return answer('off', 3, 'option')
  if (e.policy === 'off') return answer('off', 4, 'policy')
  if (e.stored === 'off') return answer('off', 5, 'stored')
  if (e.stored === 'damaged' || e.stored === 'newer') return answer('off', 5, `stored-${e.stored}`)
  if (e.project === 'off') return answer('off', 6, 'project')
  if (e.hostOff) return answer('off', 7, 'host')
  if (e.parent === 'off') return answer('off', 7, 'parent')
  // A test run says nothing about use, so a contract can keep CI, tagged, but never a test run.
  if (e.automation === 'test-runner') return answer('off', 8, 'test-runner')
  const tagged = e.automation === 'ci'
  if (tagged && !e.ciTagged) return answer('off', 8, 'ci')
  if (e.policy === 'local') return answer('local', 9, 'policy', tagged)
  if (e.project === 'local') return answer('local', 9, 'project', tagged)
  if (e.parent === 'local') return answer('local', 9, 'parent', tagged)
  if (e.variable === 'local') return answer('local', 9, 'local-variable', tagged)
  if (e.stored === 'local') return answer('local', 9, 'stored', tagged)
  if (e.variable === 'on') return answer('on', 10, 'on-variable', tagged)
  if (e.stored === 'on') return answer('on', 11, 'stored', tagged)
  if (e.preset === 'local') return answer('local', 12, 'preset', tagged)
  if (e.preset === 'opt-in') return answer('undecided', 12, 'preset', tagged)
  // Nobody reads a notice in CI; a contract that keeps CI has said on the user page that it does.
  return answer(e.noticed || tagged ? 'on' : 'undecided', 12, 'preset', tagged)
}

function answer(state: ConsentState, row: number, decider: Decider, tagged = false): Consent {
  return { state, row, decider, tagged }
}
