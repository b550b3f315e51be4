// Publishes the lists of public names: `node --conditions=plainsight-source spec/generate-known.ts [--check]`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KNOWN_LISTS } from '@plainsight/contract/judge'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'known')
mkdirSync(folder, { recursive: true })
for (const [kind, editions] of Object.entries(KNOWN_LISTS)) {
  const path = join(folder, `${kind}.json`)
  const text = `${JSON.stringify({ about: `Public names of the kind ${kind}; an edition never changes.`, editions }, null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    console.log(`${kind}.json is stale`)
    process.exitCode = 1
  }
}
