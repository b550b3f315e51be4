import { parseJson } from '../sender/parse-json.ts'
import { newClaim } from './new-claim.ts'
import type { Session } from './session.ts'
import type { StateFiles } from './state-files.ts'
import { withStateLock } from './state-lock.ts'

/**
 * Removes what was recorded for a channel and not yet sent. Lines of other channels stay as they are; a batch that was cut and holds
 * something of it goes whole, since what is sent again has to be the same bytes.
 */
export function forgetChannel({ contract, world }: Session, files: StateFiles, channel: string): void {
  const { disk } = world
  const gone = new Set(
    Object.entries(contract.events).flatMap(([name, event]) =>
      (event.channel ?? ((event.kind as string) === 'errors' ? 'errors' : 'usage')) === channel ? [name] : [],
    ),
  )
  if (gone.size === 0) return
  const isGone = (line: string): boolean => gone.has(parseJson<{ e?: string }>(line)?.e ?? '')
  const forget = (): void => {
    for (const name of disk.list(files.folder)) {
      const path = files.at(name)
      if (name === 'pending.jsonl' || name === 'local.jsonl') {
        // Aside first: who appends meanwhile appends to a new file, or is found by the second look.
        const aside = files.at(`${newClaim(world.random)}.tmp`)
        if (!disk.rename(path, aside)) continue
        let seen = 0
        for (let look = 0; look < 2; look++) {
          const text = (disk.read(aside, 'latin1') ?? '').slice(seen)
          seen += text.length
          const kept = text.split('\n').filter((line) => line !== '' && !isGone(line))
          if (kept.length > 0) disk.append(path, `${kept.join('\n')}\n`, 'latin1')
        }
        disk.remove(aside)
      } else if (/^(?:sending|fold)-.*\.jsonl$/.test(name)) {
        // Lengths in the names of claims are offsets: what goes leaves as much white space.
        const text = disk.read(path, 'latin1') ?? ''
        const kept = text.split('\n').map((line) => (isGone(line) ? ' '.repeat(line.length) : line))
        if (kept.join('\n') !== text) disk.write(path, kept.join('\n'), 'latin1')
      } else if (/^(?:batch|large)-.*\.json$/.test(name)) {
        const batch = parseJson<{ events?: readonly { name?: string }[] }>(disk.read(path, 'latin1'))
        if (batch?.events?.some((event) => gone.has(event.name ?? '')) === true) disk.remove(path)
      }
    }
  }
  // A sender that is at work reads the settings again before each request; what it holds is looked through when it has ended.
  if (withStateLock(disk, files, world.realNow(), () => (forget(), true)) === undefined)
    world.onLeave({ leave: () => withStateLock(disk, files, world.realNow(), forget), signals: false })
}
