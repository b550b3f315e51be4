import type { Consent, Decider } from './consent.ts'

/** One sentence that names what decided, with the variables of this product. */
export function explainConsent({ state, decider }: Consent, stem: string): string {
  const because: { readonly [word in Decider]: string } = {
    'no-destination': 'there is nowhere to send to',
    'do-not-track': 'DO_NOT_TRACK is set',
    'disabled-variable': `${stem}_DISABLED is set`,
    'off-variable': `${stem} says off`,
    flag: '--no-telemetry was given',
    option: 'the product itself has switched it off',
    policy: `this machine's administrator says ${state}`,
    stored: `you chose ${state}`,
    'stored-damaged': 'the stored choice cannot be read',
    'stored-newer': 'the stored choice was written by a newer version',
    project: `this project says ${state}`,
    host: 'the program it runs in says off',
    parent:
      state === 'local'
        ? 'the tool that started this one says local'
        : 'the tool that started this one says off, or counts for it',
    ci: 'this is continuous integration',
    'test-runner': 'this is a test run',
    'local-variable': `${stem} says local`,
    'on-variable': `${stem} says on, for this process`,
    preset:
      state === 'undecided'
        ? 'nobody has decided yet, and nothing is kept until then'
        : state === 'local'
          ? 'it counts for you alone'
          : 'the notice was shown and not refused',
    stopped: 'its maintainer has stopped this version',
  }
  return `Telemetry is ${state}: ${because[decider]}.`
}
