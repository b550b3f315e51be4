// Installs what would be published into empty folders, as a stranger would, and uses it there: `node tools/packed-install.ts`.
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pack, publishedRooms, type PackedPackage } from './pack-published.ts'
import { root, runCommand } from './run-command.ts'
import { startAndStop } from './start-and-stop.ts'
import { useForDays } from './use-for-days.ts'
import { findingsStep, runSteps, summarise, type Step } from './steps.ts'

/** Bytes that the client takes in a stranger's node_modules; the budget of docs/benchmarks.md. */
const installedCeiling = 400_000

/** The oldest Node that the client promises to run on. */
const oldestNode = [20, 19]

/** A folder with the packed packages, and the folders of the strangers who install them. */
interface Ground {
  folder: string
  packed: Map<string, PackedPackage>
  /** The library's user: the client and commander, nothing else. */
  user: string
  /** The maintainer: the command. */
  maintainer: string
}

/**
 * The steps of the packed-install test, in their order. They need what `npm run build` makes and share one temporary
 * folder, which goes when the process does.
 */
export function packedInstallSteps(): Step[] {
  installOldNodes()
  let ground: Ground | undefined
  const on = (find: (ground: Ground) => Promise<string[]>) => async () =>
    ground === undefined ? ['nothing was packed and installed'] : await find(ground)
  return [
    findingsStep('packed: the older Nodes are here', () => Promise.resolve(missingNodes())),
    findingsStep('packed: the client installs alone, without a registry', async () => {
      const made = await prepare()
      ground = made.ground
      return made.findings
    }),
    ...nodePrograms().map((program) =>
      findingsStep(
        `packed: every door of the client, imported and required by ${program.version}`,
        on((there) => useDoors(there, program.path)),
      ),
    ),
    ...nodePrograms().flatMap((program) =>
      ['daily.mjs', 'daily.cjs'].map((tool) =>
        findingsStep(
          `packed: ${tool} counts, ends in every way, hands over and sends on ${program.version}`,
          on(({ user }) => useForDays(user, program.path, tool)),
        ),
      ),
    ),
    findingsStep('packed: the declarations compile, and refuse what is not in the contract', on(compileConsumer)),
    findingsStep('packed: the command checks, generates and says its version', on(useCommand)),
    findingsStep('packed: the command serves, with the page, and asks for chDB in one sentence', on(serve)),
  ]
}

async function prepare(): Promise<{ ground?: Ground; findings: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-packed-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const packed = new Map<string, PackedPackage>()
  for (const room of publishedRooms()) packed.set(room.manifest.name, await pack(room, folder))
  const client = packed.get('@plainsight/client')!
  const user = stranger(folder, 'user')
  cpSync(join(root, 'tools', 'packed-install'), user, { recursive: true })
  const findings = await install(user, [client.tarball])
  if (findings.length > 0) return { findings }
  const installed = readdirSync(join(user, 'node_modules')).filter((name) => !name.startsWith('.'))
  const inside = readdirSync(join(user, 'node_modules', '@plainsight'))
  if (installed.join() !== '@plainsight' || inside.join() !== 'client')
    findings.push(`the client brought others with it: ${[...installed, ...inside].join(', ')}`)
  if (client.unpackedBytes > installedCeiling)
    findings.push(`the client takes ${client.unpackedBytes} bytes installed; at most ${installedCeiling} are allowed`)
  // The commander door is for tools that have commander; the client itself does not bring it.
  findings.push(...(await install(user, [await packInstalled('commander', folder)])))
  console.log(`  the client: ${client.files.length} files, ${client.unpackedBytes} bytes installed`)
  return { ground: { folder, packed, user, maintainer: stranger(folder, 'maintainer') }, findings }
}

function stranger(folder: string, name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  return path
}

async function install(folder: string, tarballs: readonly string[]): Promise<string[]> {
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', ...tarballs]
  const { code, output } = await runCommand('npm', args, { cwd: folder, limit: 120 })
  return code === 0 ? [] : [`npm ${args.join(' ')}\n${output.trimEnd()}`]
}

/** Runs the small tool in both module forms, and reads what it counted in its spool. */
async function useDoors({ user }: Ground, node: string): Promise<string[]> {
  const findings: string[] = []
  for (const tool of ['tool.mjs', 'tool.cjs']) {
    const state = mkdtempSync(join(user, 'state-'))
    const env = { HOME: state, PACKED_TELEMETRY: '1', PACKED_TELEMETRY_DIR: state }
    const { code, output } = await runCommand(node, [tool], { cwd: user, env, onlyThisEnvironment: true, limit: 30 })
    if (code !== 0 || output !== '') findings.push(`${tool} ended with code ${code} and printed: ${output}`)
    const spool = globSync('**/pending.jsonl', { cwd: state })
    const lines = spool.flatMap((file) => readFileSync(join(state, file), 'utf8').split('\n'))
    const counted = lines.filter((line) => line.includes('"command.completed"') && line.includes('"build"'))
    if (counted.length !== 1)
      findings.push(`${tool} left ${counted.length} counters for its one call, in ${spool.length} spools`)
  }
  return findings
}

/** Compiles a user's sources against the packed declarations, and three wrong calls that must not compile. */
async function compileConsumer({ user }: Ground): Promise<string[]> {
  const findings: string[] = []
  const right = await runCommand('tsc', ['-p', '.'], { cwd: user })
  if (right.code !== 0) findings.push(right.output.trimEnd())
  writeFileSync(join(user, 'tsconfig.wrong.json'), JSON.stringify({ extends: './tsconfig.json', files: ['wrong.mts'] }))
  const wrong = await runCommand('tsc', ['-p', 'tsconfig.wrong.json', '--pretty', 'false'], { cwd: user })
  const refused = new Set([...wrong.output.matchAll(/^wrong\.mts\((\d+),/gm)].map((match) => match[1]))
  if (refused.size !== 3)
    findings.push(`of three wrong calls the compiler refused ${refused.size}:\n${wrong.output.trimEnd()}`)
  return findings
}

/** Installs the command with what it depends on, and lets it make a contract's lock. */
async function useCommand({ folder, packed, maintainer }: Ground): Promise<string[]> {
  const tarballs = [...[...packed.values()].map((each) => each.tarball), await packInstalled('commander', folder)]
  const findings = await install(maintainer, tarballs)
  if (findings.length > 0) return findings
  cpSync(join(root, 'examples', 'node-cli', 'acme.telemetry.ts'), join(maintainer, 'acme.telemetry.ts'))
  const command = join(maintainer, 'node_modules', '.bin', 'plainsight')
  for (const args of [['--version'], ['--help'], ['generate'], ['check'], ['generate', '--check']]) {
    const { code, output } = await runCommand(command, args, { cwd: maintainer, limit: 60 })
    if (code !== 0) findings.push(`plainsight ${args.join(' ')} ended with code ${code}\n${output.trimEnd()}`)
  }
  for (const file of ['acme.telemetry.lock.json', 'TELEMETRY.md']) {
    if (!existsSync(join(maintainer, file))) findings.push(`plainsight generate made no ${file}`)
  }
  return [...findings, ...(await beginAnew(command, maintainer))]
}

/** Lets the command begin a contract of its own, and look on at a desk while a program runs. */
async function beginAnew(command: string, maintainer: string): Promise<string[]> {
  const findings: string[] = []
  const cwd = join(maintainer, 'anew')
  mkdirSync(cwd)
  const flags = ['--name', 'anew', '--description', 'Begins.', '--count', 'begin', '--owners', '@packed/test']
  for (const args of [
    ['new', ...flags],
    ['check', '--ci'],
    ['dev', '--', process.execPath, '--version'],
  ]) {
    const { code, output } = await runCommand(command, args, { cwd, limit: 60 })
    if (code !== 0) findings.push(`plainsight ${args.join(' ')} ended with code ${code}\n${output.trimEnd()}`)
  }
  const page = join(maintainer, 'node_modules', 'plainsight', 'public', 'desk', 'index.html')
  if (!existsSync(page)) findings.push('the page of the desk is not in the package')
  return findings
}

/** Serves without chDB, which must end in one sentence, and then with the one that the repository installed. */
async function serve({ maintainer }: Ground): Promise<string[]> {
  const command = join(maintainer, 'node_modules', '.bin', 'plainsight')
  const args = ['serve', '--contracts', '.']
  const without = await runCommand(command, [...args, '--port', '0', '--data', 'nothing'], {
    cwd: maintainer,
    limit: 60,
  })
  const sentences = without.output.trim().split('\n')
  if (without.code !== 3 || sentences.length !== 1 || !/chdb/i.test(sentences[0]!)) {
    return [`without chDB, plainsight serve ended with code ${without.code} and said:\n${without.output.trimEnd()}`]
  }
  // A peer that its owner installs; linked, because it is 167 MB large and the way of installing it is npm's own.
  for (const name of ['chdb', '@chdb'])
    symlinkSync(join(root, 'node_modules', name), join(maintainer, 'node_modules', name))
  return await startAndStop(command, args, maintainer)
}

/** Packs a dependency of the client from node_modules, so that no registry is asked for it. */
async function packInstalled(name: string, into: string): Promise<string> {
  const places = [join(root, 'packages', 'client', 'node_modules', name), join(root, 'node_modules', name)]
  const path = places.find((place) => existsSync(join(place, 'package.json')))
  if (path === undefined) throw new Error(`${name} is not installed`)
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  return (await pack({ folder: path, path, manifest }, into)).tarball
}

/**
 * The Nodes that the client is tried on: the repository's, the oldest promised and the one between, and the machine's own where that is
 * another one that the client promises to run on.
 */
function nodePrograms(): { path: string; version: string }[] {
  const own = { path: process.execPath, version: process.version }
  const old = globSync('old-nodes/*/node_modules/node/bin/node', { cwd: root })
    .sort()
    .map((path) => ({ path: join(root, path), version: versionOf(join(root, path)) }))
  const programs = [own, ...old]
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
  const found = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path))
  if (found === undefined) return programs
  const version = versionOf(found)
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number)
  const promised = major > oldestNode[0]! || (major === oldestNode[0] && minor >= oldestNode[1]!)
  const isNew = programs.every((program) => program.version !== version)
  return promised && isNew ? [...programs, { path: found, version }] : programs
}

/** The older Nodes that could not be installed, where the registry has them: a sentence each. */
function missingNodes(): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return []
  return globSync('old-nodes/*/package.json', { cwd: root })
    .map((manifest) => join(manifest, '..'))
    .filter((folder) => !existsSync(join(root, folder, 'node_modules/node/bin/node')))
    .map((folder) => `${folder} could not be installed: run \`npm ci\` in it, and look at what it says`)
}

/**
 * Installs the older Nodes where they are not yet: here and not with everything else, for nobody but this test needs their hundred
 * megabytes each. A system that the registry has none for goes without.
 */
function installOldNodes(): void {
  for (const manifest of globSync('old-nodes/*/package.json', { cwd: root })) {
    const folder = join(root, manifest, '..')
    if (existsSync(join(folder, 'node_modules'))) continue
    console.log(`installing an older Node into ${manifest.replace('/package.json', '')}`)
    try {
      execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'ignore', timeout: 180_000 })
    } catch {
      // The first step says what is missing.
    }
  }
}

function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
}

if (import.meta.main) summarise(await runSteps(packedInstallSteps()))
