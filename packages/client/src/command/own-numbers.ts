import { dayOf, DAY_MS, dayStart } from '../core/day.ts'
import { claimShape } from '../core/sender-job-of.ts'
import type { Session } from '../core/session.ts'
import { folderOf } from '../core/tidy-state.ts'
import { unsentText } from '../core/unsent-text.ts'
import { parseJson } from '../sender/parse-json.ts'
import { previewClaim } from '../sender/preview-claim.ts'
import { withTruth } from './true-values.ts'
import type { ControlCalls } from '../core/world.ts'

/** One event with one set of values on one day. */
export interface OwnNumber {
  readonly day: string
  readonly event: string
  /** Values by field, in their order. */
  readonly values: { readonly [field: string]: unknown }
  readonly count: number
  /** Sums of measures, as they were counted: of a duration the milliseconds or seconds of its field. */
  readonly sums: { readonly [measure: string]: number }
  /** Where it is now: it left, waits to leave, or is kept for oneself only. */
  readonly where: 'sent' | 'waiting' | 'local'
}

/** A person's own numbers over a time. */
export interface OwnNumbers {
  /** The first and the last UTC day. */
  readonly from: string
  readonly to: string
  readonly rows: readonly OwnNumber[]
}

interface Body {
  readonly batch?: string
  readonly day?: string
  readonly events?: readonly {
    readonly name?: string
    readonly count?: number
    readonly by?: { readonly [field: string]: unknown }
    readonly fields?: { readonly [field: string]: unknown }
    readonly measure?: { readonly [field: string]: { readonly sum?: number } }
  }[]
}

/**
 * Adds up what this machine counted: from the receipts of what left, from what waits, and from what is counted locally only. Nothing is
 * asked of anybody; of a noisy field it is the truth that is shown. Receipts hold their bodies for the last thirty deliveries.
 * @param days how many UTC days, today the last of them
 */
export function ownNumbers(session: Session, telemetry: ControlCalls, days: number): OwnNumbers {
  const to = dayOf(session.clock())
  const from = dayOf(dayStart(to) - (days - 1) * DAY_MS)
  const rows = new Map<string, { -readonly [key in keyof OwnNumber]: OwnNumber[key] }>()
  const seen = new Set<string>()
  const add = (body: Body | undefined, where: OwnNumber['where']): void => {
    // What was tried twice has two receipts and is one report.
    if (body?.day === undefined || body.day < from || body.day > to) return
    if (where === 'sent' && body.batch !== undefined) {
      if (seen.has(body.batch)) return
      seen.add(body.batch)
    }
    for (const { name = '', count = 1, by, fields, measure } of body.events ?? []) {
      if (name === 'plainsight.presence' || name === '') continue
      const values = by ?? fields ?? {}
      const key = JSON.stringify([body.day, name, values, where])
      const row = rows.get(key) ?? { day: body.day, event: name, values, count: 0, sums: {}, where }
      const sums: { [measure: string]: number } = { ...row.sums }
      for (const [field, { sum = 0 }] of Object.entries(measure ?? {})) sums[field] = (sums[field] ?? 0) + sum
      rows.set(key, { ...row, count: row.count + count, sums })
    }
  }
  for (const { body, status } of telemetry.receipts())
    if (body !== undefined && status >= 200 && status < 300) add(parseJson<Body>(decode(body)), 'sent')
  for (const body of waitingBodies(session)) add(parseJson<Body>(body), 'waiting')
  for (const body of linesAsBodies(session, session.files?.local)) add(parseJson<Body>(body), 'local')
  const byDay = [...rows.values()].sort((one, other) => compare(one.day, other.day))
  const sorted = withTruth(session, byDay).sort((one, other) =>
    one.day === other.day
      ? compare(`${one.event}${JSON.stringify(one.values)}`, `${other.event}${JSON.stringify(other.values)}`)
      : compare(one.day, other.day),
  )
  return { from, to, rows: sorted }
}

// Receipts are kept as binary strings.
function decode(body: string): string {
  return Buffer.from(body, 'latin1').toString('utf8')
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

// What waits is added up as it will be when it is cut; nothing is claimed, noted or made for it.
function waitingBodies(session: Session): readonly string[] {
  const { files, world, clock } = session
  if (files === undefined) return []
  const shape = claimShape(session, undefined, 'report')
  const { batches, unfinished } = previewClaim(folderOf(world.disk, files), shape, dayOf(clock()), new Set())
  return [...batches, ...unfinished]
}

function linesAsBodies(session: Session, path: string | undefined): string[] {
  const text = path === undefined ? undefined : session.world.disk.read(path)
  return text === undefined || text === ''
    ? []
    : unsentText(session, text)
        .split('\n')
        .filter((line) => line !== '')
}
