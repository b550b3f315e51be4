import { bucketKey } from '@plainsight/contract/histogram'
import type { EventRow } from '@plainsight/store'
import { pickSkewed, randomHex, seededRandom } from './random.ts'

const commands = ['build', 'test', 'lint', 'watch', 'deploy', 'init', 'help', 'clean'] as const
const outcomes = ['ok', 'ok', 'ok', 'error', 'aborted'] as const
const tools = ['npm', 'pnpm', 'yarn', 'bun', 'none'] as const
const files = ['100-1k', '10-100', '1k-10k', '<10', '10k+'] as const
const systems = ['linux', 'darwin', 'win32'] as const
const versions = ['3.1', '3.0', '2.9', '2.8', '3.2', '2.7'] as const

/** Days that the rows lie in, the last of them yesterday. */
export const DAYS = 90

/**
 * The rows of one day of use, as a collector hands them over: machines that keep their context, an id that changes with the week, an own
 * record key for each row. A machine-day has a presence row, one or two counters with their histograms and a session with its id.
 * @param back days before today
 * @param count how many rows
 */
export function realisticDay(back: number, count: number, now: number): EventRow[] {
  const random = seededRandom(1_000 + back)
  const day = dayOf(now - back * 86_400_000)
  const expires = dayOf(now + (DAYS + 1 - back) * 86_400_000)
  const week = Math.floor((now / 86_400_000 - back) / 7)
  const rows: EventRow[] = []
  while (rows.length < count) {
    // A machine comes back: its number gives its context, and with the week its id.
    const machine = Math.floor(random() ** 1.5 * count * 2)
    const own = seededRandom(machine)
    const os = pickSkewed(systems, own)
    const context = { os, arch: own() < 0.3 ? 'arm64' : 'x64', productVersion: pickSkewed(versions, own) }
    const always = { version: '1.0.0', day, source: 'cli', actor: 'anonymous', expires }
    const key = (): string => randomHex(16, random)
    rows.push({
      ...always,
      event: 'plainsight.presence',
      context: { os },
      fields: { grain: 'day', gap: random() < 0.6 ? '1' : '2' },
      key: key(),
    })
    for (let i = random() < 0.5 ? 1 : 2; i > 0; i--) {
      const times = 1 + Math.floor(random() * 8)
      const durations = Array.from({ length: times }, () => Math.round(20 + random() ** 4 * 30_000))
      const hist: { [bucket: string]: number } = {}
      for (const duration of durations) hist[bucketKey(duration)] = (hist[bucketKey(duration)] ?? 0) + 1
      rows.push({
        ...always,
        event: 'command.completed',
        context,
        count: times,
        fields: { ...dimensions(random), tool: pickSkewed(tools, own) },
        measures: { duration: { sum: durations.reduce((sum, duration) => sum + duration, 0), hist } },
        key: key(),
      })
    }
    rows.push(session(always, context, own, random, week * 1_000_000 + machine))
  }
  return rows.slice(0, count)
}

/** Only sessions: each an occurrence of six fields with its hour and its scoped id. */
export function sessionsDay(back: number, count: number, now: number): EventRow[] {
  const random = seededRandom(2_000 + back)
  const always = {
    version: '1.0.0',
    day: dayOf(now - back * 86_400_000),
    source: 'cli',
    actor: 'anonymous',
    expires: dayOf(now + (DAYS + 1 - back) * 86_400_000),
  }
  const week = Math.floor((now / 86_400_000 - back) / 7)
  return Array.from({ length: count }, () => {
    const machine = Math.floor(random() ** 1.5 * count * 2)
    const own = seededRandom(machine)
    const context = {
      os: pickSkewed(systems, own),
      arch: own() < 0.3 ? 'arm64' : 'x64',
      productVersion: pickSkewed(versions, own),
    }
    return session(always, context, own, random, week * 1_000_000 + machine)
  })
}

function session(
  always: Pick<EventRow, 'version' | 'day' | 'source' | 'actor' | 'expires'>,
  context: { readonly [name: string]: string },
  own: () => number,
  random: () => number,
  owner: number,
): EventRow {
  const hour = String(8 + Math.floor(random() * 12)).padStart(2, '0')
  return {
    ...always,
    event: 'session.ended',
    at: `${always.day}T${hour}`,
    context,
    id: randomHex(32, seededRandom(owner)),
    fields: {
      ...dimensions(random),
      tool: pickSkewed(tools, own),
      duration: Number(Math.round(random() ** 3 * 3_600_000).toPrecision(2)),
    },
    key: randomHex(16, random),
  }
}

function dimensions(random: () => number): { [field: string]: string | boolean } {
  return {
    command: pickSkewed(commands, random),
    outcome: pickSkewed(outcomes, random),
    cached: random() < 0.4,
    files: pickSkewed(files, random),
  }
}

/** The UTC day of a time. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
