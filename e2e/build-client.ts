import { join } from 'node:path'
import { root, runCommand } from '../tools/run-command.ts'

/** Before all tests: the example tool takes the built client where there is one, so it has to be of today's sources. */
export default async function buildClient(): Promise<void> {
  const { code, output } = await runCommand('node', [join(root, 'tools', 'build.ts'), '--client'])
  if (code !== 0) throw new Error(`The client could not be built:\n${output}`)
}
