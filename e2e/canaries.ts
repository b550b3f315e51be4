import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Variables } from './proof-machine.ts'

/** What must be found nowhere. The home's own path and the host's own name join them. */
export const CANARIES: readonly (string | number)[] = [
  'quentin.canary',
  'canaryhost-17.internal',
  'ghp_Canary0123456789abcdefghijklmnopqrst',
  'AKIACANARY7EXAMPLE99',
  'https://github.com/canary-org/secret-repo.git',
  'q.canary@example.com',
  'canary-model-ft-2027-preview',
  'CanaryError: cannot open /srv/canary/file.txt',
  987_654_321_987,
  '987654321988',
]

/** The canaries, in each writing by which they might come through. */
function writingsOf(words: readonly (string | number)[]): string[] {
  return words.flatMap((word) => {
    const text = String(word)
    const bytes = Buffer.from(text)
    const base64 = bytes.toString('base64').replace(/=+$/, '')
    return [
      text,
      text.toLowerCase(),
      encodeURIComponent(text),
      bytes.toString('hex'),
      base64,
      bytes.toReversed().toString(),
    ]
  })
}

/** The canaries that are in a text, in any writing. */
export function foundIn(text: string, words: readonly (string | number)[]): string[] {
  const lower = text.toLowerCase()
  return writingsOf(words).filter((writing) => text.includes(writing) || lower.includes(writing.toLowerCase()))
}

/** Every byte of every file below a folder. */
export function bytesBelow(folder: string): [name: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name), 'latin1')])
}

/** The environment of a run that knows these words, on a simulated day. */
export function around(words: readonly (string | number)[], at: string, endpoint: string): Variables {
  const env: { [name: string]: string } = {
    PROOF_ENDPOINT: endpoint,
    PROOF_NOW: at,
    PROOF_ERRORS: '1',
    PROOF_WAY: 'idle',
    USER: 'quentin.canary',
    LOGNAME: 'quentin.canary',
    HOSTNAME: 'canaryhost-17.internal',
    GIT_AUTHOR_EMAIL: 'q.canary@example.com',
    npm_config_registry: 'https://github.com/canary-org/secret-repo.git',
    GITHUB_TOKEN: 'ghp_Canary0123456789abcdefghijklmnopqrst',
  }
  words.forEach((word, i) => (env[`PROOFTOOL_CANARY_${i}`] = String(word)))
  return env
}

/** The step that pushes words into every call, field, key and depth. */
export const encoded = (words: readonly (string | number)[]): string =>
  `push:${Buffer.from(JSON.stringify(words)).toString('base64')}`
