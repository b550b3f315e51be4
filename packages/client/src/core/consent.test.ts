import { describe, expect, it } from 'vitest'
import { resolveConsent, type ConsentState, type Decider, type Evidence } from './consent.ts'

/** Every value of every signal. */
const VALUES: { readonly [signal in keyof Evidence]: readonly Evidence[signal][] } = {
  destination: [true, false],
  doNotTrack: [false, true],
  disabledVariable: [false, true],
  variable: [undefined, 'on', 'off', 'local'],
  flag: [false, true],
  disabledByOption: [false, true],
  policy: [undefined, 'off', 'local'],
  stored: [undefined, 'on', 'off', 'local', 'damaged', 'newer'],
  project: [undefined, 'off', 'local'],
  hostOff: [false, true],
  parent: [undefined, 'off', 'local'],
  automation: [undefined, 'ci', 'test-runner'],
  ciTagged: [false, true],
  preset: ['opt-in', 'notice', 'audience-fr', 'local'],
  noticed: [false, true],
}

/** The table of protocol.md, row by row: when it holds, what it gives, and who is named. */
const TABLE: readonly (readonly [number, (e: Evidence) => boolean, ConsentState, Decider])[] = [
  [0, (e) => !e.destination, 'off', 'no-destination'],
  [1, (e) => e.doNotTrack, 'off', 'do-not-track'],
  [2, (e) => e.disabledVariable, 'off', 'disabled-variable'],
  [2, (e) => e.variable === 'off', 'off', 'off-variable'],
  [3, (e) => e.flag, 'off', 'flag'],
  [3, (e) => e.disabledByOption, 'off', 'option'],
  [4, (e) => e.policy === 'off', 'off', 'policy'],
  [5, (e) => e.stored === 'off', 'off', 'stored'],
  [5, (e) => e.stored === 'damaged', 'off', 'stored-damaged'],
  [5, (e) => e.stored === 'newer', 'off', 'stored-newer'],
  [6, (e) => e.project === 'off', 'off', 'project'],
  [7, (e) => e.hostOff, 'off', 'host'],
  [7, (e) => e.parent === 'off', 'off', 'parent'],
  [8, (e) => e.automation === 'test-runner', 'off', 'test-runner'],
  [8, (e) => e.automation === 'ci' && !e.ciTagged, 'off', 'ci'],
  [9, (e) => e.policy === 'local', 'local', 'policy'],
  [9, (e) => e.project === 'local', 'local', 'project'],
  [9, (e) => e.parent === 'local', 'local', 'parent'],
  [9, (e) => e.variable === 'local', 'local', 'local-variable'],
  [9, (e) => e.stored === 'local', 'local', 'stored'],
  [10, (e) => e.variable === 'on', 'on', 'on-variable'],
  [11, (e) => e.stored === 'on', 'on', 'stored'],
  [12, (e) => e.preset === 'local', 'local', 'preset'],
  [12, (e) => e.preset === 'opt-in', 'undecided', 'preset'],
  [12, (e) => e.noticed || e.automation === 'ci', 'on', 'preset'],
  [12, () => true, 'undecided', 'preset'],
]

function* everyCombination(): Generator<Evidence> {
  const signals = Object.keys(VALUES) as (keyof Evidence)[]
  const places = signals.map(() => 0)
  for (;;) {
    yield Object.fromEntries(signals.map((signal, i) => [signal, VALUES[signal][places[i]!]])) as unknown as Evidence
    let i = 0
    while (i < signals.length && ++places[i]! === VALUES[signals[i]!].length) places[i++] = 0
    if (i === signals.length) return
  }
}

describe('consent', () => {
  it('is decided by the first row that holds, in every combination of signals', { timeout: 120_000 }, () => {
    let tried = 0
    for (const evidence of everyCombination()) {
      tried++
      const [row, , state, decider] = TABLE.find(([, holds]) => holds(evidence))!
      const given = resolveConsent(evidence)
      if (given.row !== row || given.state !== state || given.decider !== decider)
        expect({ evidence, given }).toEqual({ evidence, given: { ...given, row, state, decider } })
    }
    expect(tried).toBe(1_990_656)
  })

  it('has every off before every on: one refusal outweighs all that speaks for it', () => {
    const yes: Evidence = {
      destination: true,
      doNotTrack: false,
      disabledVariable: false,
      variable: 'on',
      flag: false,
      disabledByOption: false,
      policy: undefined,
      stored: 'on',
      project: undefined,
      hostOff: false,
      parent: undefined,
      automation: undefined,
      ciTagged: true,
      preset: 'notice',
      noticed: true,
    }
    expect(resolveConsent(yes).state).toBe('on')
    const refusals: Partial<Evidence>[] = [
      { destination: false },
      { doNotTrack: true },
      { disabledVariable: true },
      { flag: true },
      { disabledByOption: true },
      { policy: 'off' },
      { stored: 'off' },
      { stored: 'damaged' },
      { stored: 'newer' },
      { project: 'off' },
      { hostOff: true },
      { parent: 'off' },
      { automation: 'test-runner' },
      { automation: 'ci', ciTagged: false },
    ]
    for (const refusal of refusals) expect(resolveConsent({ ...yes, ...refusal }).state).toBe('off')
    for (const lowering of [{ policy: 'local' }, { project: 'local' }, { stored: 'local' }] as const)
      expect(resolveConsent({ ...yes, ...lowering }).state).toBe('local')
  })

  it('tags what runs in CI where the contract keeps it, and only there', () => {
    const ci: Evidence = {
      destination: true,
      doNotTrack: false,
      disabledVariable: false,
      variable: undefined,
      flag: false,
      disabledByOption: false,
      policy: undefined,
      stored: undefined,
      project: undefined,
      hostOff: false,
      parent: undefined,
      automation: 'ci',
      ciTagged: true,
      preset: 'notice',
      noticed: false,
    }
    expect(resolveConsent(ci)).toEqual({ state: 'on', row: 12, decider: 'preset', tagged: true })
    expect(resolveConsent({ ...ci, preset: 'opt-in' })).toMatchObject({ state: 'undecided', tagged: true })
    expect(resolveConsent({ ...ci, automation: undefined })).toMatchObject({ state: 'undecided', tagged: false })
  })
})
