import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const DAY_MS = 86_400_000

/** The state folders below a home: those that hold a spool. */
export function stateFolders(home: string): string[] {
  if (!existsSync(home)) return []
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => /(?:^|[\\/])(?:pending|local)\.jsonl$/.test(name))
    .map((name) => dirname(join(home, name)))
}

/** Lets a day pass for a state folder: what was counted is of yesterday, so that it may leave, and no sender was started just now. */
export function letDayPass(state: string, now: number = Date.now()): void {
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
  const spool = join(state, 'pending.jsonl')
  if (existsSync(spool)) {
    const text = readFileSync(spool, 'utf8')
    // Around midnight both days may be in it.
    const moved = text.replace(/"(d|a)":"(\d{4}-\d{2}-\d{2})/g, (whole, key: string, at: string) =>
      at === day(now) ? `"${key}":"${day(now - DAY_MS)}` : whole,
    )
    writeFileSync(spool, moved)
  }
  for (const name of ['sender.json', 'job.json', 'sender.lock']) rmSync(join(state, name), { force: true })
  for (const name of readdirSync(state)) utimesSync(join(state, name), now / 1000 - 3600, now / 1000 - 3600)
}

/** Waits until no sender is at work below a home, or about to be; gives up after `limitMs`. */
export async function untilQuiet(home: string, limitMs = 15_000): Promise<void> {
  const end = Date.now() + limitMs
  let calm = 0
  while (Date.now() < end && calm < 5) {
    calm = isBusy(home) ? 0 : calm + 1
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function isBusy(home: string): boolean {
  try {
    const names = readdirSync(home, { recursive: true, encoding: 'utf8' })
    return names.some(
      (name) =>
        name.endsWith('sender.lock') ||
        (/(?:^|[\\/])job\.json$/.test(name) && isWaiting(join(home, name))) ||
        /(?:^|[\\/])(?:sending|batch)-[^\\/]*$/.test(name),
    )
  } catch {
    return true
  }
}

// A job that was just written has not been begun, unless a sender has noted since what came of it.
function isWaiting(job: string): boolean {
  const written = statSync(job).mtimeMs
  const noted = statSync(join(dirname(job), 'sender.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return noted < written && Date.now() - written < 3_000
}
