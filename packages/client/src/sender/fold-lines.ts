import { canonicalJson } from './canonical-text.ts'
import { parseJson } from './parse-json.ts'

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
  /** What an error report has besides. */
  readonly z?: object
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
 * @returns groups by key
 */
export function foldLines(members: readonly Member[], today: string, drift: Set<string>): Map<string, Group> {
  const groups = new Map<string, Group>()
  const drifted = new Set<string>()
  for (const [text, length, day] of members) {
    const settings = new Map<unknown, LineSetting>()
    let offset = 0
    for (const part of text.split('\n')) {
      // A line that was cut off by a full disk has the next one behind it.
      const line = parseJson<Line>(part) ?? parseJson<Line>(part.slice(part.lastIndexOf('{"t":')))
      const setting = settings.get(line?.x)
      if (line?.t === 'x') settings.set(line.x, line as unknown as LineSetting)
      else if (!setting || !/^....-..-..$/.test(line!.d)) {
        if (part && offset >= length) drift.add('["undeclared","*","torn"]')
      } else if ((line!.d < today || line!.now) && (offset >= length || (line!.d >= day && !line!.now)))
        put(line!, setting)
      offset += part.length + 1
    }
  }
  return groups

  function put(line: Line, setting: LineSetting): void {
    const { v, g, s, c, i } = setting
    const { t, d, e, w, n, m } = line
    const key = canonicalJson([d, s, v, g, c, i])
    let group = groups.get(key)
    if (!group) groups.set(key, (group = [setting, d, new Map(), new Set()]))
    const [, , lines, noted] = group
    const kept = [line, setting] as const
    // Of drift and of presence a second one of the same day is the first: processes that begin at once may each have made the row.
    const once = t === 'd' ? canonicalJson([e, line.f, w]) : `${t}${w}`
    const first = !drifted.has(d + once)
    drifted.add(d + once)
    if (t === 'd' && first) noted.add(once)
    else if (t === 'p' && first) lines.set(once, kept)
    else if (t === 'e') lines.set(`e${lines.size}`, kept)
    else if (t === 'c') {
      const counter = canonicalJson([e, line.b, line.r, line.i])
      const sum = lines.get(counter)?.[0]
      if (!sum) lines.set(counter, kept)
      else if ((sum.n! += n!) > MOST) {
        // The histogram may never hold more than was counted, so it ends where the count does.
        sum.n = MOST
        noted.add(canonicalJson([e, '*', 'clamped']))
      } else
        for (const field in m) {
          const measure = ((sum.m ??= {})[field] ??= [0, {}])
          measure[0] += m[field]![0]
          for (const bucket in m[field]![1]) measure[1][bucket] = (measure[1][bucket] ?? 0) + m[field]![1][bucket]!
        }
    }
  }
}
