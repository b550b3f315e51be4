// Before each test file of both suites (`setupFiles`): what programs under test would obey is taken out of the environment of whoever
// runs the tests, so that a test finds the same at a person's terminal, below a coding agent and on any provider's machine. What a test
// is about, it sets itself. `CI` stays: with it a test that cannot run fails.
import { AGENTS } from '../packages/client/src/core/agents.ts'
import { CI_PROVIDERS } from '../packages/client/src/core/automation.ts'

/** Where a test's programs find things; they are marks of agents only with the right values. */
const NEEDED = new Set(['CI', 'HOME', 'USER', 'SHELL', 'TERM'])

const marks = [...AGENTS, ...CI_PROVIDERS]
  .flatMap(([, variables]) => variables.split(/[ &]/))
  .map((mark) => mark.split('=')[0] ?? '')
  .filter((name) => !NEEDED.has(name))

const OBEYED = /^(?:DO_NOT_TRACK|NO_COLOR|FORCE_COLOR|PLAINSIGHT_(?:PARENT|URL)|\w+_TELEMETRY(?:_\w+)?|XDG_\w+)$/

for (const name of Object.keys(process.env)) if (marks.includes(name) || OBEYED.test(name)) delete process.env[name]
