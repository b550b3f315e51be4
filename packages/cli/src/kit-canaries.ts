import { createHash, randomInt } from 'node:crypto'

/** Something private that must be found nowhere. */
export interface Canary {
  /** What it is: `the home folder`. */
  readonly what: string
  readonly text: string
  /** The part of it that is found nowhere else in the world. */
  readonly core: string
}

/** Makes a word that is found nowhere else: ten letters that no hexadecimal text can hold. */
export function newCore(): string {
  const letters = 'ghjkmnpqrstvwxyz'
  return `zq${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`
}

/** A place where a canary was found, and how it was written there. */
export interface CanaryFound {
  readonly canary: Canary
  readonly writing: string
}

/** Finds canaries in a text of single bytes, in every writing by which they might come through. */
export function findCanaries(bytes: string, canaries: readonly Canary[]): CanaryFound[] {
  const lower = bytes.toLowerCase()
  return canaries.flatMap((canary) => {
    const found = writingsOf(canary).find(([, form]) => bytes.includes(form) || lower.includes(form.toLowerCase()))
    return found === undefined ? [] : [{ canary, writing: found[0] }]
  })
}

// A core is a part of its text, so that any piece that holds it is found; a hash is of the whole.
function writingsOf({ text, core }: Canary): [writing: string, form: string][] {
  const bytes = Buffer.from(core)
  const forms: [string, string][] = [
    ['as it is', core],
    ['in hexadecimal', bytes.toString('hex')],
    ['backwards', Buffer.from(core).reverse().toString()],
    ['in UTF-16', Buffer.from(core, 'utf16le').toString('latin1').slice(0, -1)],
    ...[0, 1, 2].map((shift): [string, string] => ['in base64', base64At(core, shift)]),
  ]
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'])
    for (const whole of new Set([text, text.toLowerCase(), core])) {
      const digest = createHash(algorithm).update(whole).digest()
      forms.push([`as a plain ${algorithm}`, digest.toString('hex').slice(0, 32)])
      forms.push([`as a plain ${algorithm}`, digest.toString('base64').slice(0, 20)])
    }
  return forms
}

// The letters of a base64 text that are the same whatever stands before and after, for each of the three places it may begin at.
function base64At(core: string, shift: number): string {
  const text = Buffer.from('x'.repeat(shift) + core)
    .toString('base64')
    .replace(/=+$/, '')
  return text.slice(Math.ceil((shift * 4) / 3), -2)
}
