import type { VectorCase, VectorFile } from './vector-file.ts'

const NO = ['0', 'false', 'no', 'off', 'FALSE', 'No', ' off ', '\t0\n', 'oFF']
const YES = ['1', 'on', 'true', 'yes', 'TRUE', 'Yes', ' on ', '\ttrue\n']
const OTHER = ['2', 'enabled', 'y', 'nope', '00', 'null', 'undefined', '-1', '0.0', 'disabled', '\u00a0x', '是']

const stems: readonly (readonly [contract: string, stem: string])[] = [
  ['acme', 'ACME_TELEMETRY'],
  ['acme-cli', 'ACME_CLI_TELEMETRY'],
  ['a1-b2-c3', 'A1_B2_C3_TELEMETRY'],
]

export const wordVectors: VectorFile = {
  path: 'client/words.json',
  about:
    'How a variable of the environment is read: `truthy` for those that only say yes (DO_NOT_TRACK, P_TELEMETRY_DISABLED), `switch` for P_TELEMETRY: on, off, local, or null where it says nothing. `text` null: not set.',
  cases: [
    { says: 'not set says nothing', text: null, truthy: false, switch: null },
    { says: 'empty says nothing', text: '', truthy: false, switch: null },
    { says: 'blanks say nothing', text: ' \t ', truthy: false, switch: null },
    ...NO.map((text): VectorCase => ({ says: `${JSON.stringify(text)} is a no`, text, truthy: false, switch: 'off' })),
    ...YES.map((text): VectorCase => ({ says: `${JSON.stringify(text)} is a yes`, text, truthy: true, switch: 'on' })),
    ...['local', 'LOCAL', ' Local '].map((text): VectorCase => ({
      says: `${JSON.stringify(text)} is local to a switch, and a yes to what only says yes`,
      text,
      truthy: true,
      switch: 'local',
    })),
    ...OTHER.map((text): VectorCase => ({
      says: `${JSON.stringify(text)} is a yes to what only says yes, and nothing to a switch`,
      text,
      truthy: true,
      switch: null,
    })),
    ...stems.map(([contract, stem]): VectorCase => ({ says: `the variables of ${contract}`, contract, stem })),
  ],
}
