import { parseJson } from '../sender/parse-json.ts'
import type { Disk } from '../core/disk.ts'

/** What a machine has reported this week: `reported.json`. */
interface Reported {
  readonly week?: string
  readonly seen?: readonly string[]
  readonly classes?: { readonly [name: string]: number }
}

/** Different errors of one class that a machine reports in a week, where nothing else is said. */
export const MOST_OF_A_CLASS = 10
/** Different errors of all classes. */
const MOST_OF_ALL = 100

/**
 * Notes that an error is reported, unless it was already this week, or too many of its class were.
 * @param path `reported.json`; undefined where nothing may be written, and then the process alone remembers
 * @param week the ISO week, `2026-W47`
 * @returns whether it is new, or why it is not told
 */
export function noteReported(
  memory: { reported?: string },
  disk: Disk,
  path: string | undefined,
  week: string,
  fingerprint: string,
  className: string,
  mostOfAClass: number,
): 'new' | 'known' | 'too-many' {
  const text = path === undefined ? memory.reported : disk.read(path)
  const found = parseJson<Reported>(text) ?? {}
  const isThisWeek = found.week === week
  const seen = isThisWeek && Array.isArray(found.seen) ? found.seen.filter((one) => typeof one === 'string') : []
  const classes = isThisWeek && typeof found.classes === 'object' ? (found.classes ?? {}) : {}
  if (seen.includes(fingerprint)) return 'known'
  const count = Object.hasOwn(classes, className) ? Number(classes[className]) || 0 : 0
  if (count >= mostOfAClass || seen.length >= MOST_OF_ALL) return 'too-many'
  const next = JSON.stringify({ week, seen: [...seen, fingerprint], classes: { ...classes, [className]: count + 1 } })
  memory.reported = next
  if (path !== undefined) disk.write(path, `${next}\n`)
  return 'new'
}
