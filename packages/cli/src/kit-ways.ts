import type { Contract } from '@plainsight/contract'
import { storedChoice } from './kit-subject.ts'

/** One way to say off. Everything beside it says on, so that nothing else can be why nothing happens. */
export interface WayOff {
  /** What `--without` names. */
  readonly id: string
  readonly name: string
  readonly env?: { readonly [name: string]: string }
  readonly word?: string
  /** What is stored in the state folder in the place of a yes. */
  readonly settings?: string
  /** What stands in the project that the command runs in. */
  readonly project?: string
  /** Nothing else says on: it is for want of a yes that it is off. */
  readonly alone?: true
}

/** Every way that a run can be told off by (protocol.md, Consent). A policy of the machine needs its administrator and is not tried. */
export function waysOff(contract: Contract, stem: string): WayOff[] {
  const ways: WayOff[] = [
    { id: 'do-not-track', name: 'DO_NOT_TRACK=1', env: { DO_NOT_TRACK: '1' } },
    { id: 'disabled', name: `${stem}_DISABLED=1`, env: { [`${stem}_DISABLED`]: '1' } },
    { id: 'zero', name: `${stem}=0`, env: { [stem]: '0' } },
    { id: 'word', name: `${stem}=off`, env: { [stem]: 'off' } },
    { id: 'flag', name: '--no-telemetry', word: '--no-telemetry' },
    { id: 'stored', name: 'a stored no', settings: storedChoice(contract, 'off') },
    { id: 'damaged', name: 'damaged settings', settings: '{"format":1,"choice":"o' },
    { id: 'project', name: 'the project’s no', project: '{"telemetry":"off"}\n' },
  ]
  if (contract.ci !== 'tagged') ways.push({ id: 'ci', name: 'CI=true', env: { CI: 'true' } })
  ways.push({ id: 'test', name: 'NODE_ENV=test', env: { NODE_ENV: 'test' } })
  if (contract.consent.preset !== 'local') ways.push({ id: 'undecided', name: 'nobody was asked', alone: true })
  return ways
}
