// Makes every generated file anew: `npm run fresh`. With `--check` nothing is changed and the exit code is 1 when one is stale.
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runCommand } from './run-command.ts'

/** A program that writes files which are kept in the repository. */
interface Generator {
  name: string
  command: string
  args: string[]
  /** Where it runs, from the root. */
  cwd: string
  /** What it writes, from the root. */
  writes: string[]
}

const generators: Generator[] = [
  {
    name: 'the detached sender as text',
    command: 'node',
    args: ['packages/client/generate-sender.ts'],
    cwd: '.',
    writes: ['packages/client/src/generated/*.gen.ts'],
  },
  {
    name: "the example's lock and user page",
    command: 'plainsight',
    args: ['generate'],
    cwd: 'examples/node-cli',
    writes: ['examples/node-cli/**/*.lock.json', 'examples/node-cli/**/TELEMETRY.md'],
  },
  {
    name: "the example server's lock and user page",
    command: 'plainsight',
    args: ['generate'],
    cwd: 'examples/mcp-server',
    writes: ['examples/mcp-server/**/*.lock.json', 'examples/mcp-server/**/TELEMETRY.md'],
  },
  {
    name: "the catalogs' locks and user pages",
    command: 'plainsight',
    args: ['generate'],
    cwd: 'examples/contracts',
    writes: ['examples/contracts/**/*.lock.json', 'examples/contracts/*TELEMETRY.md'],
  },
  {
    name: "our own contract's lock, page and everything else that is made from it",
    command: 'plainsight',
    args: ['generate'],
    cwd: 'contracts',
    writes: ['contracts/*.lock.json', 'contracts/TELEMETRY.md', 'contracts/generated/*'],
  },
  {
    name: 'the conformance vectors',
    command: 'node',
    args: ['--conditions=plainsight-source', 'spec/generate-vectors.ts'],
    cwd: '.',
    writes: ['spec/vectors/**/*.json'],
  },
  {
    name: 'the platform packages of the lock file',
    command: 'node',
    args: ['tools/complete-lock.ts'],
    cwd: '.',
    writes: ['package-lock.json'],
  },
]

function read(patterns: readonly string[]): Map<string, string> {
  const files = globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/** The files that one has and the other has not, or has with another content. */
function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file))
}

const checkOnly = process.argv.includes('--check')
for (const { name, command, args, cwd, writes } of generators) {
  const script = args.find((argument) => argument.endsWith('.ts'))
  if (script !== undefined && !existsSync(join(root, script))) continue
  const before = read(writes)
  const { code, output } = await runCommand(command, args, { cwd: join(root, cwd), limit: 120 })
  const after = read(writes)
  const changed = differences(before, after)
  if (checkOnly) {
    for (const file of changed) {
      const kept = before.get(file)
      if (kept === undefined) rmSync(join(root, file))
      else writeFileSync(join(root, file), kept)
    }
  }
  if (code !== 0) {
    console.log(`${name}: ${command} ${args.join(' ')} ended with code ${code}\n${output.trimEnd()}`)
    process.exitCode = 1
  } else if (after.size === 0) {
    console.log(`${name}: ${command} ${args.join(' ')} wrote nothing that is kept (${writes.join(', ')})`)
    process.exitCode = 1
  } else if (changed.length > 0) {
    console.log(`${name}: ${checkOnly ? 'stale, run npm run fresh' : 'made anew'}: ${changed.join(', ')}`)
    if (checkOnly) process.exitCode = 1
  } else {
    console.log(`${name}: fresh`)
  }
}
