import type { VectorCase, VectorFile } from './vector-file.ts'

/** What was found, where it differs from `given.evidence`. */
type Found = { readonly [signal: string]: boolean | string | null }

const NOTHING: Found = {
  destination: true,
  doNotTrack: false,
  disabledVariable: false,
  variable: null,
  flag: false,
  disabledByOption: false,
  policy: null,
  stored: null,
  project: null,
  hostOff: false,
  parent: null,
  automation: null,
  ciTagged: false,
  preset: 'opt-in',
  noticed: false,
}

/** The order of protocol.md, written once more by hand: a sentence, what is found, the row, the state and who decided. */
const ORDER: readonly (readonly [says: string, found: Found, row: number, state: string, decider: string])[] = [
  ['nowhere to send to', { destination: false }, 0, 'off', 'no-destination'],
  ['DO_NOT_TRACK', { doNotTrack: true }, 1, 'off', 'do-not-track'],
  ['P_TELEMETRY_DISABLED', { disabledVariable: true }, 2, 'off', 'disabled-variable'],
  ['P_TELEMETRY=0', { variable: 'off' }, 2, 'off', 'off-variable'],
  ['--no-telemetry', { flag: true }, 3, 'off', 'flag'],
  ['the option enabled: false', { disabledByOption: true }, 3, 'off', 'option'],
  ['a policy that says off', { policy: 'off' }, 4, 'off', 'policy'],
  ['a stored off', { stored: 'off' }, 5, 'off', 'stored'],
  ['settings that are damaged', { stored: 'damaged' }, 5, 'off', 'stored-damaged'],
  ['settings of a newer format', { stored: 'newer' }, 5, 'off', 'stored-newer'],
  ['a project that says off', { project: 'off' }, 6, 'off', 'project'],
  ['a host that says off', { hostOff: true }, 7, 'off', 'host'],
  ['a parent that is off', { parent: 'off' }, 7, 'off', 'parent'],
  ['a test runner', { automation: 'test-runner' }, 8, 'off', 'test-runner'],
  ['continuous integration', { automation: 'ci' }, 8, 'off', 'ci'],
  ['a policy that says local', { policy: 'local' }, 9, 'local', 'policy'],
  ['a project that says local', { project: 'local' }, 9, 'local', 'project'],
  ['a parent that is local', { parent: 'local' }, 9, 'local', 'parent'],
  ['P_TELEMETRY=local', { variable: 'local' }, 9, 'local', 'local-variable'],
  ['a stored local', { stored: 'local' }, 9, 'local', 'stored'],
  ['P_TELEMETRY=1', { variable: 'on' }, 10, 'on', 'on-variable'],
  ['a stored on', { stored: 'on' }, 11, 'on', 'stored'],
  ['the preset local', { preset: 'local' }, 12, 'local', 'preset'],
  ['the preset notice after notice and grace', { preset: 'notice', noticed: true }, 12, 'on', 'preset'],
  ['the preset audience-fr after notice and grace', { preset: 'audience-fr', noticed: true }, 12, 'on', 'preset'],
  ['the preset notice before that', { preset: 'notice' }, 12, 'undecided', 'preset'],
  ['the preset audience-fr before that', { preset: 'audience-fr' }, 12, 'undecided', 'preset'],
  ['the preset opt-in', { preset: 'opt-in' }, 12, 'undecided', 'preset'],
]

const alone = ORDER.map(([says, found, row, state, decider]): VectorCase => ({
  says: `${says}, and nothing else`,
  found,
  state,
  row,
  decider,
  tagged: false,
}))

// Two that say different things of one signal cannot both be found.
const pairs = ORDER.flatMap(([first, one, row, state, decider], i) =>
  ORDER.slice(i + 1).flatMap(([second, other]): VectorCase[] =>
    Object.keys(other).some((signal) => signal in one)
      ? []
      : [{ says: `${first} stands before ${second}`, found: { ...other, ...one }, state, row, decider, tagged: false }],
  ),
)

const TAGGED: Found = { automation: 'ci', ciTagged: true }

const tagged = ORDER.flatMap(([says, found, row, state, decider]): VectorCase[] => {
  if ('automation' in found) return []
  const isOff = state === 'off'
  // Nobody reads a notice in continuous integration: a contract that keeps it has said so on the user page.
  const given = state === 'undecided' && found['preset'] !== 'opt-in' ? 'on' : state
  return [
    {
      says: `${says}, in continuous integration that the contract keeps: ${isOff ? 'off all the same' : 'tagged'}`,
      found: { ...TAGGED, ...found },
      state: given,
      row,
      decider,
      tagged: !isOff,
    },
  ]
})

export const consentVectors: VectorFile = {
  path: 'client/consent.json',
  about:
    'Who decides (protocol.md, Consent): `found` is what differs from `given.evidence`; the first row that holds gives `state`, `row` and `decider`. Every off stands before every on.',
  given: { evidence: NOTHING },
  cases: [...alone, ...pairs, ...tagged],
}
