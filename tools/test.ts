// Everything that CI runs: `npm test`. The last line is `N passed, N failed`.
import { checkSteps } from './check.ts'
import { ensureSystemTools, findSystemTool } from './ensure-system-tools.ts'
import { packedInstallSteps } from './packed-install.ts'
import { root } from './run-command.ts'
import { startAndStop } from './start-and-stop.ts'
import { commandStep, findingsStep, runSteps, summarise, type Step } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

const started = performance.now()

/** In CI a test that cannot run is a failure; on a developer's machine it is left out, and said so at the end. */
const systemTools: Step = {
  name: 'chromium and strace are here',
  run: async () => {
    const missing = await ensureSystemTools()
    const chromium = findSystemTool('chromium')
    if (chromium !== undefined) process.env['CHROMIUM'] = chromium
    const inCi = (process.env['CI'] ?? '') !== '' && process.env['CI'] !== 'false'
    if (missing.length === 0) return { passed: 1, failed: 0 }
    return inCi ? { passed: 0, failed: 1, output: missing.join('\n') } : { passed: 0, failed: 0, leftOut: missing }
  },
}

/** Without a browser the tests that draw the page are left out; the first step has said so, or has failed for it. */
function endToEnd(): string[] {
  const config = ['--config', 'e2e/vitest.config.ts']
  return findSystemTool('chromium') === undefined ? [...config, '--exclude', '**/page*.test.ts'] : config
}

const tally = await runSteps([
  systemTools,
  ...checkSteps(),
  ...packedInstallSteps(),
  vitestStep('end to end (vitest, real processes)', endToEnd),
  findingsStep('npm start answers and stops', () => startAndStop('npm', ['start', '-s', '--'], root)),
  commandStep('bench, briefly', 'npm', ['run', '-s', 'bench', '--', '--smoke'], { live: true }),
  commandStep('the demo of the README, briefly', 'npm', ['run', '-s', 'demo', '--', '--smoke'], { live: true }),
])

summarise(tally)
console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`)
console.log(`${tally.passed} passed, ${tally.failed} failed`)
