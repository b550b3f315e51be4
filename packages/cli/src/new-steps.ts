import { variablePrefix } from '@plainsight/codegen'
import type { Answers } from './new-answers.ts'

/** What to do now that there is a contract, for a person at a terminal. */
export function nextSteps(answers: Answers, file: string, written: readonly string[], attach: string): string[] {
  const { name, kind, consent, endpoint } = answers
  const stem = `${variablePrefix(name)}_TELEMETRY`
  const later =
    consent === 'local' || endpoint !== undefined
      ? []
      : ['', '   There is no collector yet: add `destinations` to the contract when there is one.']
  const web =
    kind === 'web' ? ['', '   Pages are counted where they are served; the client for browsers is still to come.'] : []
  return [
    ...written.map((path) => `wrote  ${path}`),
    '',
    'Next:',
    '',
    '1. Install the client:',
    '',
    '   npm install @plainsight/client',
    '',
    '2. Attach it:',
    '',
    ...attach.split('\n').map((line) => (line === '' ? '' : `   ${line}`)),
    // Who finds out by the first user's stack trace has published already.
    ...(file.endsWith('ts')
      ? ['', `   In a published package ${file} has to be JavaScript: compiled or bundled, or made with --js.`]
      : []),
    ...later,
    ...web,
    '',
    '3. See what it records, each value beside its rule:',
    '',
    '   npx plainsight dev -- COMMAND',
    '',
    `4. Commit what was written, link TELEMETRY.md from your README, and let CI hold ${file} to its rules:`,
    '',
    '   npx plainsight check --ci',
    '   npx plainsight kit off -- COMMAND',
    '   npx plainsight kit leaks -- COMMAND',
    '',
    consent === 'opt-in'
      ? `Nothing is counted before somebody says yes: \`${name} telemetry on\`, or ${stem}=1 for one run.`
      : consent !== 'local'
        ? `Nothing is counted before the notice was read, a day went by and it was used again; \`${name} telemetry on\` says yes at once.`
        : `Whoever does not want it says \`${name} telemetry off\`, ${stem}=0 or DO_NOT_TRACK=1.`,
  ]
}
