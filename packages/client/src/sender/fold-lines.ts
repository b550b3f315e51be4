import { canonicalJson } from './canonical-text.ts'

// Everything here works on binary strings, one character a byte: offsets are byte offsets, and text that is not ASCII passes
// through unchanged. What the sender is made of goes to a child process as text, so it is written to be small.

/** One file of a claim: its bytes, how many of them an earlier claim had read, and the day on which it did. */
export type Member = readonly [text: string, length: number, day: string]

/** The setting of a line. */
export interface LineSetting {
  readonly x: string
  readonly v: string
  readonly g: string
  readonly s: string
  readonly c: { readonly [name: string]: unknown }
  readonly u?: { readonly [field: string]: string }
  /** 0: no ids, for it is no machine. */
  readonly i?: number
}

/** A line of the spool that counts something. */
export interface Line {
  readonly t: string
  readonly x: string
  readonly d: string
  readonly e?: string
  readonly b?: { readonly [field: string]: unknown }
  /** A counter's count; grows while lines are added up. */
  n?: number
  m?: { [field: string]: [sum: number, hist: { [bucket: string]: number }] }
  readonly a?: string
  readonly r?: number
  readonly i?: string
  readonly u?: { readonly [field: string]: string }
  readonly f?: unknown
  readonly w?: string
  readonly gap?: string
  readonly back?: string
  readonly index?: string
  /** 1: leaves before its day is over. */
  readonly now?: number
}

/** What belongs into the same batches: one day and one setting, but for its external ids. */
export type Group = readonly [
  setting: LineSetting,
  day: string,
  lines: Map<string, readonly [Line, LineSetting]>,
  drift: Set<string>,
]

/** Largest count of one row (privacy.md, 8). */
const MOST = 10_000

/**
 * Adds up the lines of files that leave today: counters by day, setting and dimensions, presence once per period.
 * @param today lines of earlier days leave, and lines that need not wait
 * @param drift takes the drift that belongs to no line
 * @returns groups by key; and for each file whether something of it stays for later
 */
export function foldLines(
  members: readonly Member[],
  today: string,
  drift: Set<string>,
): readonly [groups: Map<string, Group>, stays: boolean[]] {
  const groups = new Map<string, Group>()
  const drifted = new Set<string>()
  const stays = members.map(([text, length, day]) => {
    const settings = new Map<string, LineSetting>()
    let offset = 0
    let stay = false
    for (const part of text.split('\n')) {
      const line = parseLine(part)
      const setting = settings.get(line?.x as string)
      if (line?.t === 'x') settings.set(line.x, line as unknown as LineSetting)
      else if (line === undefined || setting === undefined) {
        if (part !== '' && offset >= length) drift.add('["undeclared","*","torn"]')
      } else if (offset >= length || (line.d >= day && line.now !== 1)) {
        if (line.d < today || line.now === 1) put(groups, line, setting, drifted)
        else stay = true
      }
      offset += part.length + 1
    }
    return stay
  })
  return [groups, stays]
}

// A line that was cut off by a full disk has the next one behind it.
function parseLine(part: string): Line | undefined {
  for (const text of [part, part.slice(part.lastIndexOf('{"t":'))]) {
    try {
      const line = JSON.parse(text) as Line
      if (line.t === 'x' || /^\d{4}-\d\d-\d\d$/.test(line.d)) return line
    } catch {
      // The next try, or torn.
    }
  }
  return undefined
}

function put(groups: Map<string, Group>, line: Line, setting: LineSetting, drifted: Set<string>): void {
  const { v, g, s, c, i } = setting
  const { t, d, e, w } = line
  const key = canonicalJson([d, s, v, g, c, i])
  let group = groups.get(key)
  if (group === undefined) groups.set(key, (group = [setting, d, new Map(), new Set()]))
  const [, , lines, drift] = group
  if (t === 'd') {
    const triple = canonicalJson([e, line.f, w])
    if (!drifted.has(d + triple)) drift.add(triple)
    drifted.add(d + triple)
  } else if (t === 'p') {
    // Processes that begin at once may each have made the row; it is the same row.
    if (!drifted.has(d + w)) lines.set(`p${w}`, [line, setting])
    drifted.add(d + w)
  } else if (t === 'e') lines.set(`e${lines.size}`, [line, setting])
  else {
    const counter = canonicalJson([e, line.b, line.r, line.i])
    const sum = lines.get(counter)?.[0]
    if (sum === undefined) lines.set(counter, [line, setting])
    else if (sum.n! + line.n! > MOST) {
      // The histogram may never hold more than was counted, so it ends where the count does.
      sum.n = MOST
      drift.add(canonicalJson([e, '*', 'clamped']))
    } else addTo(sum, line)
  }
}

function addTo(sum: Line, { n, m }: Line): void {
  sum.n! += n!
  for (const field in m) {
    const [total, hist] = m[field]!
    const measure = ((sum.m ??= {})[field] ??= [0, {}])
    measure[0] += total
    for (const bucket in hist) measure[1][bucket] = (measure[1][bucket] ?? 0) + hist[bucket]!
  }
}
