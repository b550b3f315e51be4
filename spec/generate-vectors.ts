// Makes the conformance vectors from their tables: `node --conditions=plainsight-source spec/generate-vectors.ts [--check]`.
// What a vector expects is written in a table or found by a second way (node:crypto, whole-number arithmetic), never by the code
// that the vector is there to test.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { weekVectors } from './tables/calendar.ts'
import { canonicalVectors } from './tables/canonical.ts'
import { diffVectors } from './tables/diff.ts'
import { digestVectors } from './tables/digests.ts'
import { consentVectors } from './tables/consent.ts'
import { errorVectors } from './tables/errors.ts'
import { bucketVectors } from './tables/fields/bucket.ts'
import { campaignVectors } from './tables/fields/campaign.ts'
import { choiceVectors } from './tables/fields/choice.ts'
import { choicesVectors } from './tables/fields/choices.ts'
import { domainVectors } from './tables/fields/domain.ts'
import { errorClassVectors } from './tables/fields/error-class.ts'
import { slugVectors } from './tables/fields/slug.ts'
import { textVectors } from './tables/fields/text.ts'
import { knownNameVectors } from './tables/known-names.ts'
import { dayVectors, hourVectors } from './tables/fields/time.ts'
import { flagVectors } from './tables/fields/flag.ts'
import { hashVectors } from './tables/fields/hash.ts'
import { idVectors as idFieldVectors } from './tables/fields/id.ts'
import { countVectors, durationVectors, measureVectors } from './tables/fields/number.ts'
import { bytesVectors, moneyVectors, scoreVectors } from './tables/fields/amounts.ts'
import { tallyVectors } from './tables/fields/tally.ts'
import { versionVectors } from './tables/fields/version.ts'
import { routeVectors } from './tables/fields/route.ts'
import { knownVectors } from './tables/fields/known.ts'
import { hmacVectors, sha256Vectors } from './tables/hashing.ts'
import { histogramVectors } from './tables/histogram.ts'
import { batchVectors, idVectors } from './tables/ids.ts'
import { noiseVectors } from './tables/noise.ts'
import { recordVectors } from './tables/records.ts'
import { requestVectors } from './tables/requests.ts'
import { retryVectors } from './tables/retry.ts'
import { samplingVectors } from './tables/sampling.ts'
import { semverVectors } from './tables/semver.ts'
import { spoolVectors } from './tables/spool.ts'
import { wordVectors } from './tables/words.ts'
import type { VectorFile } from './tables/vector-file.ts'

const files: readonly VectorFile[] = [
  batchVectors,
  bucketVectors,
  bytesVectors,
  campaignVectors,
  canonicalVectors,
  choiceVectors,
  choicesVectors,
  consentVectors,
  countVectors,
  diffVectors,
  dayVectors,
  digestVectors,
  domainVectors,
  durationVectors,
  errorClassVectors,
  errorVectors,
  flagVectors,
  hashVectors,
  histogramVectors,
  hmacVectors,
  hourVectors,
  idFieldVectors,
  idVectors,
  measureVectors,
  moneyVectors,
  noiseVectors,
  recordVectors,
  requestVectors,
  retryVectors,
  samplingVectors,
  scoreVectors,
  semverVectors,
  slugVectors,
  textVectors,
  sha256Vectors,
  spoolVectors,
  tallyVectors,
  routeVectors,
  knownVectors,
  knownNameVectors,
  versionVectors,
  weekVectors,
  wordVectors,
]

const folder = join(dirname(fileURLToPath(import.meta.url)), 'vectors')
const checkOnly = process.argv.includes('--check')

// One case a line: a change of one case is a change of one line. ASCII only: what turns its reading direction is written as it is read.
function textOf({ about, given, cases }: VectorFile): string {
  const head = [`"about": ${asciiJson(about)}`, ...(given === undefined ? [] : [`"given": ${asciiJson(given)}`])]
  return `{\n  ${head.join(',\n  ')},\n  "cases": [\n${cases.map((one) => `    ${asciiJson(one)}`).join(',\n')}\n  ]\n}\n`
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const texts = new Map(files.map((file) => [file.path, textOf(file)]))
const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.json'))
const stale = [...new Set([...texts.keys(), ...found])].filter(
  (path) => !found.includes(path) || readFileSync(join(folder, path), 'utf8') !== texts.get(path),
)
if (!checkOnly) {
  for (const path of stale) {
    const text = texts.get(path)
    if (text === undefined) rmSync(join(folder, path))
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
}
const total = files.reduce((sum, file) => sum + file.cases.length, 0)
console.log(
  `${total} vectors in ${files.length} files${stale.length === 0 ? '' : `, ${stale.length} ${checkOnly ? 'stale' : 'made anew'}: ${stale.join(', ')}`}`,
)
if (checkOnly && stale.length > 0) process.exitCode = 1
