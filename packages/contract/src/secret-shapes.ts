/** A credential that is known by how it begins. */
export interface SecretPattern {
  /** Its beginning, as it is written: `ghp_`. */
  readonly starts: string
  /** Fewest characters that follow it, default 16. */
  readonly least?: number
}

const LEAST = 16

/**
 * How credentials of well-known services begin, from the services' own documentation (GitHub, GitLab, Slack, Stripe, AWS, Google, npm,
 * PyPI, Hugging Face, OpenAI, Anthropic, SendGrid, Shopify, HashiCorp, DigitalOcean, Linear, RubyGems, Grafana, age).
 */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...(
    'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- sk-ant- sk-proj- sk- sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_ ' +
    'whsec_ AKIA ASIA AIza ya29. npm_ pypi- hf_ shpat_ shpss_ shpca_ dop_v1_ doo_v1_ lin_api_ rubygems_ glsa_ glc_ hvs. hvb. AGE-SECRET-KEY-'
  )
    .split(' ')
    .map((starts) => ({ starts })),
  ...'xoxb- xoxp- xoxa- xoxr- xoxs- xapp- SG. eyJ'.split(' ').map((starts) => ({ starts, least: 10 })),
  // The name of a fine-tune holds the name of whose it is.
  { starts: 'ft:', least: 6 },
]

/** Names after which a value is a secret, as they end: letters only, small. */
export const SECRET_NAMES: readonly string[] = (
  'password passwd passphrase pwd secret secretkey apikey accesskey accesstoken authtoken refreshtoken privatekey credential credentials ' +
  'sessionid connectionstring dsn'
).split(' ')

/** Names after which a value is a secret if it looks like one. */
export const DOUBTFUL_NAMES: readonly string[] =
  'token key auth session signature pass user username login account'.split(' ')

const SECRET = new RegExp(`(?:${SECRET_NAMES.join('|')})$`)
const DOUBTFUL = new RegExp(`(?:${DOUBTFUL_NAMES.join('|')})$`)

/** What a name says of the value after it. */
export function nameSays(name: string): 'secret' | 'doubtful' | undefined {
  if (name.length > 64) return undefined
  const letters = name.replace(/[^A-Za-z]/g, '').toLowerCase()
  return SECRET.test(letters) ? 'secret' : DOUBTFUL.test(letters) ? 'doubtful' : undefined
}

/** Whether a value is unlike a word: a digit in it, or a capital inside, or very long. */
export function looksSecret(value: string): boolean {
  return (
    value.length >= 20 || (value.length >= 6 && /[0-9]/.test(value)) || (value.length >= 12 && /[a-z][A-Z]/.test(value))
  )
}

/** Whether a word, looked at as a whole, is an address, a path, an id or a number of somebody. */
export function isPersonal(word: string): boolean {
  return isAddress(word) || isPath(word) || isIdLike(word)
}

// Signs that look like those of paths and addresses and have no plain form in Unicode.
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[\u2044\u2215\u29f8]/g, '/'],
  [/[\u29f5\u29f9\u2216]/g, '\\'],
  [/\u3002/g, '.'],
]

/**
 * How a word reads where it is written otherwise: wide or circled letters as plain ones, and `%2F` as what it stands for, twice at most.
 * @returns the other forms; most words have none
 */
export function plainForms(word: string): readonly string[] {
  const forms: string[] = []
  // eslint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(word)) {
    let plain = word.normalize('NFKC')
    for (const [sign, is] of ALIKE) plain = plain.replace(sign, is)
    if (plain !== word) forms.push(plain)
  }
  let decoded = word
  for (let i = 0; i < 2 && /%[0-9A-Fa-f]{2}/.test(decoded); i++) {
    decoded = decoded.replace(/%([0-7][0-9A-Fa-f])/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    forms.push(decoded)
  }
  return forms
}

/** Makes the search for where in a word a known credential begins; -1 for nowhere. */
export function credentialSearch(patterns: readonly SecretPattern[]): (word: string) => number {
  const byFirst = new Map<string, SecretPattern[]>()
  for (const pattern of patterns) {
    const first = pattern.starts.charAt(0)
    byFirst.set(first, [...(byFirst.get(first) ?? []), pattern])
  }
  return (word) => {
    for (let i = 0; i < word.length; i++) {
      const likely = byFirst.get(word.charAt(i))
      if (likely === undefined || (i > 0 && /[A-Za-z0-9]/.test(word.charAt(i - 1)))) continue
      for (const { starts, least = LEAST } of likely)
        if (word.length - i >= starts.length + least && word.startsWith(starts, i)) return i
    }
    return -1
  }
}

const PRIVATE_HOST = /\.(?:local|internal|lan|corp|home|intranet|localdomain)(?::[0-9]+)?$/i
const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?$/

function isAddress(word: string): boolean {
  if (word.includes('://') || PRIVATE_HOST.test(word)) return true
  if (IPV4.test(word)) return !/^(?:127\.|0\.0\.0\.0)/.test(word)
  if (/^[0-9A-Fa-f:.%]+$/.test(word) && word.split(':').length > 4) return true
  if (isShortIpv6(word)) return true
  const at = word.indexOf('@')
  return at > 0 && /\.[A-Za-z]|:/.test(word.slice(at + 1))
}

// With `::` in it and a group of two digits or more before: `2001:db8::1`, `fe80::1%eth0`; `std::vec` and `::1` are none.
function isShortIpv6(word: string): boolean {
  return /^(?=[^:]*[0-9])[0-9A-Fa-f]{2,4}:(?:[0-9A-Fa-f]{1,4}:)*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9]+)?$|^::ffff:[0-9]/i.test(
    word,
  )
}

function isPath(word: string): boolean {
  if (
    /^(?:~[A-Za-z0-9._-]*|\$[A-Z_]+|\$\{[A-Z_]+|\.{1,2})?\/[^/]/.test(word) ||
    /^[A-Za-z]:[\\/]/.test(word) ||
    word.includes('\\')
  )
    return true
  const slashes = word.split('/').length - 1
  return slashes >= 2 || (slashes === 1 && /\.[A-Za-z][A-Za-z0-9]{0,4}(?::[0-9]+){0,2}$/.test(word))
}

function isIdLike(word: string): boolean {
  if (/[0-9]{9}/.test(word)) return true
  if (/[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}/.test(word)) return true
  return (word.match(/[A-Za-z0-9]{16,}/g) ?? []).some((run) => /[0-9]/.test(run) && /[A-Za-z]/.test(run))
}
