import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand, type CommandOptions } from './run-command.ts'
import type { Step } from './steps.ts'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

/**
 * A step that runs vitest and counts its tests; `args` is asked when the step begins. A file that failed before its first test counts as one failure, and a
 * run that left no report as one; each skipped test is named among what was left out.
 */
export function vitestStep(name: string, args: () => readonly string[], options: CommandOptions = {}): Step {
  return {
    name,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'plainsight-tests-'))
      const file = join(folder, 'report.json')
      try {
        const run = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args()]
        const { code, output } = await runCommand('vitest', run, { limit: 900, live: true, ...options })
        if (!existsSync(file))
          return { passed: 0, failed: 1, output: `vitest ended with code ${code} and left no report` }
        const report = JSON.parse(readFileSync(file, 'utf8')) as Report
        const brokenFiles = report.testResults.filter(
          ({ status, assertionResults }) =>
            status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
        )
        const failed = report.numFailedTests + brokenFiles.length
        const skipped = report.testResults.flatMap(({ assertionResults }) =>
          assertionResults.filter(isSkipped).map((test) => test.fullName),
        )
        // An error outside any test (an unhandled rejection) fails the run though every test passed.
        const unclaimed = code !== 0 && failed === 0 ? 1 : 0
        return {
          passed: report.numPassedTests,
          failed: failed + unclaimed,
          leftOut: skipped.map((test) => `${name}: ${test.trim()}`),
          output: options.live === false ? output : '',
        }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

function isSkipped(test: { status: string }): boolean {
  return test.status === 'skipped' || test.status === 'pending' || test.status === 'todo'
}
