// Publishes the lists of public names, sites and classes of errors: `node --conditions=plainsight-source spec/generate-known.ts [--check]`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ERROR_CLASSES, KNOWN_LISTS, REFERRERS } from '@plainsight/contract/judge'
import { DOUBTFUL_NAMES, SECRET_NAMES, SECRET_PATTERNS } from '@plainsight/contract/scrub'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'known')
mkdirSync(folder, { recursive: true })
const files: readonly (readonly [path: string, content: object])[] = [
  ...Object.entries(KNOWN_LISTS).map(
    ([kind, editions]) =>
      [
        join(folder, `${kind}.json`),
        { about: `Public names of the kind ${kind}; an edition never changes.`, editions },
      ] as const,
  ),
  [
    join(folder, 'referrer.json'),
    { about: 'Public sites that people come from; an edition never changes.', editions: REFERRERS },
  ],
  [
    join(folder, '../error-classes.json'),
    { about: 'Built-in classes and codes of errors; an edition never changes.', editions: ERROR_CLASSES },
  ],
  [
    join(folder, 'secret-patterns.json'),
    {
      about:
        'How credentials begin, with the fewest characters that follow (16 where nothing is said), and how names end before a secret: always, or where the value looks like one. How texts are masked by them is in vectors/fields/text.json.',
      patterns: SECRET_PATTERNS,
      names: SECRET_NAMES,
      doubtfulNames: DOUBTFUL_NAMES,
    },
  ],
]
for (const [path, content] of files) {
  const text = `${JSON.stringify(content, null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    console.log(`${basename(path)} is stale`)
    process.exitCode = 1
  }
}
