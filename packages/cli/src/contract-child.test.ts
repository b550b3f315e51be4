import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runPlainsight } from './testing/run-plainsight.ts'

const CLIENT = join(import.meta.dirname, '../../client')

it('a contract of a checkout in which nothing was built finds every door of the client', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plainsight-unbuilt-'))
  try {
    const client = join(folder, 'node_modules/@plainsight/client')
    mkdirSync(client, { recursive: true })
    copyFileSync(join(CLIENT, 'package.json'), join(client, 'package.json'))
    symlinkSync(join(CLIENT, 'src'), join(client, 'src'), 'dir')
    const contract = (door: string): string => `import { defineContract } from '@plainsight/client/contract'
import * as more from '${door}'
export default defineContract({
  name: 'sample', version: '1.0.0', title: 'S', description: 'A sample.', owners: ['@sample/dx'], consent: { preset: 'opt-in' },
  sources: ['cli'], retention: { days: 30 }, events: {}, ...(Object.keys(more).length > 0 ? {} : { name: '' }),
})
`
    const loads = async (door: string): Promise<string> => {
      writeFileSync(join(folder, 'sample.telemetry.ts'), contract(door))
      const { out, err } = await runPlainsight(folder, ['check', '--json'])
      return `${out}${err}`
    }
    expect(await loads('@plainsight/client/campaign')).not.toContain('not-loaded')
    // What is nowhere is still said to be nowhere.
    expect(await loads('@plainsight/client/nothing')).toContain('not-loaded')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
