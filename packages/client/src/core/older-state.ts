import { dayOf } from './day.ts'
import type { Env } from './env-words.ts'
import type { Settings, SettingsReading } from './settings.ts'
import { settingsText } from './settings-text.ts'
import type { World } from './world.ts'

/** Where an older tool of the same makers kept what its user chose: data, so that a reader of the source sees all that is taken over. */
export interface OlderState {
  /** Its file: absolute, or `~/…` below the home folder. Nothing is ever written to it. */
  readonly file: string
  /** `json` (default), or `lines` of `key = value`. */
  readonly format?: 'json' | 'lines'
  /**
   * What means off: keys, joined by dots where they are nested, and their values; `true` where the file being there means it. A yes is
   * never taken over: it was given to something else.
   */
  readonly off: true | { readonly [key: string]: readonly (boolean | number | string | null)[] }
  /** The key of the time of its first use, so that a machine that was known is not taken for a new one: its age and nothing else. */
  readonly since?: string
}

/**
 * Brings over an older tool's opt-out: where nothing is stored yet, an off of any of them is stored as this machine's.
 * @returns what the settings are from now on
 */
export function migrateChoice(
  older: readonly OlderState[],
  world: Pick<World, 'disk' | 'env'>,
  settingsFile: string,
  now: number,
): SettingsReading {
  if (!older.some((each) => isOff(each, world))) return { kind: 'none' }
  const settings: Settings = { choice: 'off', how: 'older', day: dayOf(now) }
  try {
    world.disk.create(settingsFile, settingsText(settings))
  } catch {
    // On a disk that cannot be written it holds all the same: it is read again each time.
  }
  return { kind: 'read', settings }
}

/** The earliest day on which an older tool was used, `2026-11-19`; undefined where none says. */
export function olderSince(
  older: readonly OlderState[] | undefined,
  world: Pick<World, 'disk' | 'env'>,
  today: string,
): string | undefined {
  const days = (older ?? []).flatMap((each) => {
    const said = each.since === undefined ? undefined : valueAt(each, readOlder(each, world), each.since)
    const time = typeof said === 'number' ? (said < 1e11 ? said * 1000 : said) : Date.parse(String(said))
    const day = Number.isFinite(time) && Math.abs(time) < 8e15 ? dayOf(time) : ''
    return day > '1990' && day < today ? [day] : []
  })
  return days.sort()[0]
}

// What is there and cannot be understood says off, like our own settings.
function isOff(older: OlderState, world: Pick<World, 'disk' | 'env'>): boolean {
  const text = readOlder(older, world)
  if (text === undefined) return false
  if (older.off === true) return true
  if (older.format !== 'lines' && parse(text) === undefined) return true
  return Object.entries(older.off).some(([key, values]) => values.includes(valueAt(older, text, key) as string))
}

function readOlder({ file }: OlderState, { disk, env }: Pick<World, 'disk' | 'env'>): string | undefined {
  const home = homeOf(env)
  if (file.startsWith('~') && home === undefined) return undefined
  try {
    return disk.read(file.startsWith('~') ? home + file.slice(1) : file)
  } catch {
    return ''
  }
}

function homeOf(env: Env): string | undefined {
  return env.HOME || env.USERPROFILE
}

function valueAt({ format }: OlderState, text: string | undefined, key: string): unknown {
  if (text === undefined) return undefined
  if (format === 'lines') {
    for (const line of text.split('\n')) {
      const at = line.indexOf('=')
      if (at > 0 && line.slice(0, at).trim() === key) return line.slice(at + 1).trim()
    }
    return undefined
  }
  let value = parse(text)
  for (const part of key.split('.'))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as { [part: string]: unknown })[part]
        : undefined
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
