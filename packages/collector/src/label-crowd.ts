import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Whose label it is, and how many of its kind are kept. */
export interface LabelPlace {
  readonly contract: string
  readonly field: string
  /** Machine-days from which on a label is kept. */
  readonly machineDays: number
  /** Labels of this field that are kept at most: those that came to their number first. */
  readonly atMost: number
}

/** How often labels of open lists were said. It holds their hashes, never a label: one that one person alone was sent is one. */
export interface LabelCrowd {
  /** Counts a label for one more machine-day, and tells whether it is kept from now on. */
  say(place: LabelPlace, label: string): boolean
  /** Whether a label was ever counted. */
  knows(place: LabelPlace, label: string): boolean
  /** Whether a label is kept, without counting it. */
  isKept(place: LabelPlace, label: string): boolean
  /** Writes what was counted; inside a transaction of the caller's. */
  save(): void
  /** Forgets labels that never became a crowd's and were not said for 90 days. */
  forgetOld(): void
}

interface Label {
  count: number
  day: number
}

interface Known {
  readonly labels: Map<string, Label>
  kept: number
}

/** Labels of one field that are counted at one time: whoever makes them up by the million fills no memory. */
const MOST_COUNTED = 20_000
/** Days after which a label that few said is forgotten. */
const REMEMBERED_DAYS = 90

/**
 * Opens the counts of labels in the inbox's database.
 * @param clock milliseconds since 1970
 */
export function createLabelCrowd(database: DatabaseSync, clock: () => number): LabelCrowd {
  const all = database.prepare('SELECT label, count, day FROM labels WHERE place = ?')
  const put = database.prepare('INSERT OR REPLACE INTO labels (place, label, count, day) VALUES (?, ?, ?, ?)')
  const drop = database.prepare('DELETE FROM labels WHERE day < ? AND count < ?')
  const places = new Map<string, Known>()
  const unsaved = new Map<string, readonly [place: string, label: string, said: Label]>()
  const today = (): number => Math.floor(clock() / 86_400_000)
  let crowd = Number.POSITIVE_INFINITY

  function find({ contract, field, machineDays }: LabelPlace, label: string): Label | undefined {
    const known = knownAt(placeOf(contract, field), machineDays)
    return known.labels.get(keyOf(label))
  }

  function knownAt(place: string, machineDays: number): Known {
    const standing = places.get(place)
    if (standing !== undefined) return standing
    const labels = new Map<string, Label>()
    let kept = 0
    for (const row of all.all(Buffer.from(place, 'hex')) as unknown as {
      label: Uint8Array
      count: number
      day: number
    }[]) {
      labels.set(Buffer.from(row.label).toString('hex'), { count: row.count, day: row.day })
      if (row.count >= machineDays) kept++
    }
    const known = { labels, kept }
    places.set(place, known)
    return known
  }

  return {
    say({ contract, field, machineDays, atMost }, label) {
      crowd = Math.min(crowd, machineDays)
      const place = placeOf(contract, field)
      const known = knownAt(place, machineDays)
      const key = keyOf(label)
      let said = known.labels.get(key)
      if (said === undefined) {
        if (known.labels.size >= MOST_COUNTED) return false
        said = { count: 0, day: 0 }
        known.labels.set(key, said)
      }
      // A label that is kept needs no further count.
      if (said.count >= machineDays) return true
      if (said.count + 1 >= machineDays && known.kept >= atMost) return false
      said.count++
      said.day = today()
      unsaved.set(place + key, [place, key, said])
      if (said.count < machineDays) return false
      known.kept++
      return true
    },
    knows: (place, label) => find(place, label) !== undefined,
    isKept: (place, label) => (find(place, label)?.count ?? 0) >= place.machineDays,
    save() {
      for (const [place, key, { count, day }] of unsaved.values())
        put.run(Buffer.from(place, 'hex'), Buffer.from(key, 'hex'), count, day)
      unsaved.clear()
    },
    forgetOld() {
      if (!Number.isFinite(crowd)) return
      const oldest = today() - REMEMBERED_DAYS
      drop.run(oldest, crowd)
      for (const { labels } of places.values())
        for (const [key, { count, day }] of labels) if (day < oldest && count < crowd) labels.delete(key)
    },
  }
}

function placeOf(contract: string, field: string): string {
  return digest(`plainsight-labels/1\n${contract}\n${field}`)
}

function keyOf(label: string): string {
  return digest(`plainsight-label/1\n${label}`)
}

function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32)
}
