import { DAY_MS, dayOf, dayStart } from '../core/day.ts'
import type { OwnNumber, OwnNumbers } from './own-numbers.ts'

/** How the terminal can draw: letters only, or eighths of a block too. */
export interface DrawOptions {
  readonly plain: boolean
}

/** Eight heights, and what stands for them where only letters can be drawn. */
const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const LETTERS = ['.', ':', '-', '=', '+', '*', '#', '@'] as const
/** Value sets of one event that are listed; the rest are added up. */
const MOST_LISTED = 8

/** Draws a person's own numbers: a line of days for each event, and what its values add up to. */
export function drawReport({ from, to, rows }: OwnNumbers, { plain }: DrawOptions): string {
  if (rows.length === 0) return `Nothing was counted from ${from} to ${to}.`
  const days = daysOf(from, to)
  const lines = [`What this machine counted from ${from} to ${to}, a column a day:`, '']
  for (const event of [...new Set(rows.map((row) => row.event))].sort()) {
    const of = rows.filter((row) => row.event === event)
    const byDay = new Map<string, number>()
    for (const { day, count } of of) byDay.set(day, (byDay.get(day) ?? 0) + count)
    const counts = days.map((day) => byDay.get(day) ?? 0)
    lines.push(`${event}  ${total(counts)} on ${byDay.size} day${byDay.size === 1 ? '' : 's'}`)
    lines.push(`  ${spark(counts, plain)}  at most ${Math.max(...counts)} a day`)
    lines.push(...breakdown(of).map((line) => `  ${line}`), '')
  }
  lines.push(legend(rows))
  return lines.join('\n')
}

/** The same as a table of values separated by commas, a row for each day, event and set of values. */
export function csvReport({ rows }: OwnNumbers): string {
  const measures = [...new Set(rows.flatMap(({ sums }) => Object.keys(sums)))].sort()
  const head = ['day', 'event', 'values', 'where', 'count', ...measures.map((name) => `${name}_sum`)]
  const body = rows.map(({ day, event, values, where, count, sums }) => [
    day,
    event,
    words(values),
    where,
    String(count),
    ...measures.map((name) => (sums[name] === undefined ? '' : String(sums[name]))),
  ])
  return [head, ...body].map((cells) => cells.map(cell).join(',')).join('\r\n')
}

function cell(text: string): string {
  // A table program runs what begins like a formula; nothing here does, and a quote keeps it so.
  return /[",\r\n]|^[=+@-]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function spark(counts: readonly number[], plain: boolean): string {
  const most = Math.max(...counts)
  const heights = plain ? LETTERS : BLOCKS
  return counts
    .map((count) => (count === 0 ? (plain ? ' ' : ' ') : heights[Math.min(7, Math.ceil((count / most) * 8) - 1)]))
    .join('')
}

function breakdown(rows: readonly OwnNumber[]): string[] {
  const sums = new Map<string, { count: number; sums: { [measure: string]: number } }>()
  for (const { values, count, sums: measured } of rows) {
    const name = words(values)
    const sum = sums.get(name) ?? { count: 0, sums: {} }
    sum.count += count
    for (const [field, value] of Object.entries(measured)) sum.sums[field] = (sum.sums[field] ?? 0) + value
    sums.set(name, sum)
  }
  if (sums.size === 1 && sums.has('')) return []
  const sorted = [...sums].sort(([, one], [, other]) => other.count - one.count)
  const listed = sorted.slice(0, MOST_LISTED).map(([name, { count, sums: measured }]) => {
    const means = Object.entries(measured).map(([field, sum]) => `, ${field} ${Math.round(sum / count)} on average`)
    return `${String(count).padStart(7)}  ${name === '' ? 'no values' : name}${means.join('')}`
  })
  const rest = sorted.slice(MOST_LISTED).reduce((sum, [, { count }]) => sum + count, 0)
  return rest === 0 ? listed : [...listed, `${String(rest).padStart(7)}  all others`]
}

function words(values: { readonly [field: string]: unknown }): string {
  return Object.entries(values)
    .map(([field, value]) => `${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}

function legend(rows: readonly OwnNumber[]): string {
  const of = (where: OwnNumber['where']): number =>
    rows.filter((row) => row.where === where).reduce((sum, { count }) => sum + count, 0)
  return `${of('sent')} left this machine, ${of('waiting')} wait, ${of('local')} are kept for you alone. Drawn from your own files; nobody was asked.`
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function daysOf(from: string, to: string): string[] {
  const days: string[] = []
  for (let at = dayStart(from); at <= dayStart(to); at += DAY_MS) days.push(dayOf(at))
  return days
}
