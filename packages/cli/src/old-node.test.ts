import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runCommand } from '../../../tools/run-command.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const command = join(dirname(import.meta.dirname), 'bin', 'plainsight.js')
// `npm ci` brings it where the registry has it for the system.
const node20 = globSync('old-nodes/node-20/node_modules/node/bin/node', { cwd: repository })[0]

it.skipIf(node20 === undefined)('a Node that is too old is told in one sentence, and no stack', async () => {
  const { code, output } = await runCommand(join(repository, node20!), [command, 'check'], {
    cwd: repository,
    limit: 60,
  })
  expect(code).toBe(3)
  expect(output.trim().split('\n')).toHaveLength(1)
  expect(output).toMatch(/^plainsight: This is Node 20\.\d+\.\d+; the command needs 22\.13 or later\./)
})
