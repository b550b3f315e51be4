// Everything that can be said about the repository without starting its servers: `npm run check`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { globSync } from 'node:fs'
import { pack, publishedRooms } from './pack-published.ts'
import { root, runCommand } from './run-command.ts'
import { commandStep, findingsStep, runSteps, summarise, type Step } from './steps.ts'
import { vitestStep } from './vitest-step.ts'

/** The steps of `npm run check`, in their order: what fails fastest comes first. */
export function checkSteps(): Step[] {
  return [
    commandStep('format (oxfmt)', 'oxfmt', ['--check', '.']),
    commandStep('lint (oxlint)', 'oxlint', ['--deny-warnings', '.']),
    findingsStep('types (tsc, every room)', typeErrors),
    commandStep('unused and undeclared (knip)', 'knip', ['--no-progress', '--no-config-hints']),
    commandStep('generated files are fresh', 'node', ['tools/fresh.ts', '--check']),
    vitestStep('unit and type tests (vitest)', () => []),
    commandStep('build', 'node', ['tools/build.ts']),
    findingsStep('published packages (publint, attw)', publishingErrors),
  ]
}

/** Type-checks every project of the repository, two at a time. Returns the compiler's words for each that fails. */
async function typeErrors(): Promise<string[]> {
  const projects = globSync(
    ['tsconfig.json', '{packages,examples}/*/tsconfig*.json', '{bench,contracts,e2e,spec,tools}/tsconfig.json'],
    { cwd: root },
  ).sort()
  const findings: string[] = []
  const work = async (): Promise<void> => {
    for (let project = projects.shift(); project !== undefined; project = projects.shift()) {
      const { code, output } = await runCommand('tsc', ['-p', project])
      if (code !== 0) findings.push(`${project}\n${output.trimEnd()}`)
    }
  }
  await Promise.all([work(), work()])
  return findings.sort()
}

/** Packs what is published and lets both judges of packages read it. Returns their words for each that fails. */
async function publishingErrors(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-pack-'))
  const findings: string[] = []
  try {
    for (const room of publishedRooms()) {
      const { tarball, files } = await pack(room, folder)
      const strays = files.filter((file) => /\.test\.|\.tsbuildinfo$|\.stamp$|^src\//.test(file))
      if (strays.length > 0) findings.push(`${room.manifest.name} packs files that nobody needs: ${strays.join(', ')}`)
      const publint = await runCommand('publint', ['run', tarball, '--strict', '--level', 'warning'])
      if (publint.code !== 0) findings.push(`${room.manifest.name}: publint\n${publint.output.trimEnd()}`)
      if (room.manifest.exports === undefined) continue
      // Without a `require` condition a package is for ECMAScript modules only, on purpose.
      const both = JSON.stringify(room.manifest.exports).includes('"require"')
      const attw = await runCommand('attw', [
        tarball,
        '--profile',
        both ? 'node16' : 'esm-only',
        '--format',
        'ascii',
        '--no-color',
        '--no-emoji',
      ])
      if (attw.code !== 0) findings.push(`${room.manifest.name}: attw\n${attw.output.trimEnd()}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return findings
}

if (import.meta.main) summarise(await runSteps(checkSteps()))
