/** The format of settings.json that this version writes; a larger number is newer and means off. */
export const SETTINGS_FORMAT = 1

/** What the person chose, and what they were shown: `settings.json`. */
export interface Settings {
  readonly choice?: 'on' | 'off' | 'local'
  /** How the choice was made: `command`, `installer`, or a word of the host's. */
  readonly how?: string
  /** The UTC day of the choice. */
  readonly day?: string
  /** When the first choice was made or the first notice shown, ms since 1970; another after an off. */
  readonly first?: number
  /** The contract version and digest that the choice was made for. */
  readonly version?: string
  readonly digest?: string
  /** The notice that was shown last. */
  readonly notice?: Notice
  /** What held when a notice was shown again, because the contract had widened: it goes on holding until that one is over. */
  readonly agreed?: { readonly version: string; readonly digest: string }
  /** The UTC day on which the question was asked and not answered, and for which contract version. */
  readonly asked?: { readonly day: string; readonly version: string }
  /** The organisation that this machine was linked to by its person: an opaque id, sent with the events that declare one. */
  readonly org?: string
  /** Stored choices of other channels, such as error reports. */
  readonly channels?: { readonly [channel: string]: 'on' | 'off' }
}

/** When, and for which contract, the notice was shown. */
export interface Notice {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly version: string
  readonly digest: string
  /** Whether an interactive run followed. */
  readonly followed: boolean
}

/** What was found in the place of the settings. */
export type SettingsReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly settings: Settings }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' }

/** Reads settings.json. What is not exactly what this version writes is damaged, which means off: a choice is never guessed. */
export function parseSettings(text: string): SettingsReading {
  try {
    const data = JSON.parse(text) as { [key: string]: unknown } | null
    const format = data?.format
    if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) return { kind: 'damaged' }
    if (format > SETTINGS_FORMAT) return { kind: 'newer' }
    const { choice, notice } = data as { choice?: unknown; notice?: unknown }
    const sound =
      (choice === undefined || choice === 'on' || choice === 'off' || choice === 'local') &&
      (choice !== 'on' || (typeof data?.version === 'string' && typeof data.digest === 'string')) &&
      (notice === undefined || isNotice(notice))
    return sound ? { kind: 'read', settings: data as Settings } : { kind: 'damaged' }
  } catch {
    return { kind: 'damaged' }
  }
}

/** Time between the notice and the first count, ms: a day in which the person can refuse. */
export const GRACE = 86_400_000

/**
 * Whether the notice was shown, its grace is over, and an interactive run came between, or that was so of an earlier one. A notice from
 * the future is none.
 */
export function isNoticed(settings: Settings | undefined, now: number): boolean {
  const notice = settings?.notice
  return settings?.agreed !== undefined || (notice !== undefined && notice.followed && now - notice.at >= GRACE)
}

function isNotice(notice: unknown): notice is Notice {
  const { at, version, digest, followed } = (notice ?? {}) as { [key in keyof Notice]?: unknown }
  return (
    typeof at === 'number' &&
    Number.isFinite(at) &&
    typeof version === 'string' &&
    typeof digest === 'string' &&
    typeof followed === 'boolean'
  )
}
