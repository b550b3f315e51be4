/** How a machine of the demonstration stands to telemetry, and what happens to it. */
export type Role =
  | 'yes'
  | 'older'
  | 'offline'
  | 'killed'
  | 'notice'
  | 'off-command'
  | 'off-variable'
  | 'off-project'
  | 'do-not-track'
  | 'undecided'

/** A machine of the demonstration. */
export interface Machine {
  readonly name: string
  readonly role: Role
  /** Files in the source tree that its person works on. */
  readonly files: number
  /** Notes in each of them. */
  readonly notes: number
  /** The day, counted back from yesterday, on which it gets version 3.1 of the tool; before, and always where it is not said, it has 3.0. */
  readonly upgrade?: number
}

/** One run of the tool. */
export interface Run {
  readonly machine: string
  /** Days before the last one that is played, which is yesterday. */
  readonly daysAgo: number
  /** Minutes after midnight, UTC. */
  readonly minute: number
  readonly args: readonly string[]
  /** At a terminal, where a notice can be read. */
  readonly terminal?: true
  /** Ended by SIGKILL in the middle. */
  readonly killed?: true
}

/** Who takes part and what they do: the same for every run of the demonstration. */
export interface Fleet {
  readonly machines: readonly Machine[]
  readonly days: number
  /** In the order of time. */
  readonly runs: readonly Run[]
}

/** What is said about a machine of each role. */
export const ROLE_WORDS: { readonly [role in Role]: string } = {
  yes: 'said yes',
  older: 'said yes, stays with version 3.0',
  offline: 'said yes, offline for some days',
  killed: 'said yes, one run ended by kill -9',
  notice: 'read the notice, and went on after a day',
  'off-command': 'said no: acme telemetry off',
  'off-variable': 'said no: ACME_TELEMETRY=0',
  'off-project': 'its project said no',
  'do-not-track': 'said no: DO_NOT_TRACK=1',
  undecided: 'saw the notice on the last day only',
}

/** What people run besides the day's first `list`. The last of them fails nearly everywhere. */
const COMMANDS: readonly (readonly string[])[] = [
  ['count'],
  ['check', '--most', '400'],
  ['report'],
  ['list', '--mark', 'FIXME'],
  ['check', '--most', '3'],
]

/** Machines whose person said yes and to whom nothing else happens; a group under five would be shown to nobody. */
const CROWD = ['anna', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gita', 'hugo', 'ida'] as const

/** Machines that stay with the older version. */
const OLDER = ['jon', 'kim', 'lea', 'max', 'nia', 'otto', 'pia'] as const

const OTHERS: readonly (readonly [name: string, role: Role])[] = [
  ['quinn', 'offline'],
  ['rosa', 'killed'],
  ['sam', 'notice'],
  ['tom', 'off-command'],
  ['uma', 'off-variable'],
  ['vera', 'off-project'],
  ['will', 'do-not-track'],
  ['xena', 'undecided'],
]

/**
 * Plans what happens.
 * @param days how many days are played; the last of them is yesterday
 * @param runsADay the largest number of runs of one machine and day
 * @param crowd how many machines of each of the two groups to whom nothing special happens
 */
export function planFleet(days: number, runsADay: number, crowd: number): Fleet {
  const chance = seededChance(20_261_119)
  const machines: Machine[] = [
    ...CROWD.slice(0, crowd).map((name) => [name, 'yes'] as const),
    ...OLDER.slice(0, crowd).map((name) => [name, 'older'] as const),
    ...OTHERS,
  ].map(([name, role], i) => ({
    name,
    role,
    files: i % 4 === 3 ? 130 : 6 + i,
    notes: 1 + (i % 3),
    // The new version comes out on the third day; half take it at once, the others some days later.
    ...(role === 'older' ? {} : { upgrade: Math.max(days - 3 - (i % 2) * 3, 0) }),
  }))
  const runs: Run[] = []
  for (let daysAgo = days - 1; daysAgo >= 0; daysAgo--)
    for (const machine of machines) runs.push(...dayOf(machine, daysAgo, days, runsADay, chance))
  return { machines, days, runs }
}

function dayOf({ name, role }: Machine, daysAgo: number, days: number, runsADay: number, chance: () => number): Run[] {
  const first = daysAgo === days - 1
  const run = (minute: number, args: readonly string[]): Run => ({ machine: name, daysAgo, minute, args })
  if (role === 'undecided') return daysAgo === 0 ? [{ ...run(600, ['list']), terminal: true }] : []
  // Not everybody works every day; the first day is everybody's, so that there is something to see of each.
  if (!first && chance() < 0.1) return []
  const runs: Run[] = []
  if (first && ['yes', 'older', 'offline', 'killed'].includes(role)) runs.push(run(485, ['telemetry', 'on']))
  if (first && role === 'off-command') runs.push(run(485, ['telemetry', 'off']))
  if (first) runs.push(run(490, ['init']))
  const many = 1 + Math.floor(chance() * runsADay)
  const minute = (i: number): number => 540 + i * 50 + Math.floor(chance() * 40)
  for (let i = 0; i < many; i++) runs.push(run(minute(i), i === 0 ? ['list'] : commandOf(daysAgo, i, chance)))
  if (role === 'killed' && daysAgo === 1) runs.push({ ...run(1_000, ['list']), killed: true })
  return role === 'notice' ? runs.map((one) => ({ ...one, terminal: true as const })) : runs
}

// What is on everybody's mind is another command each day; a group under five would be shown to nobody.
function commandOf(daysAgo: number, i: number, chance: () => number): readonly string[] {
  const choice = i === 1 && chance() < 0.85 ? daysAgo : Math.floor(chance() * COMMANDS.length)
  return COMMANDS[choice % COMMANDS.length] ?? ['list']
}

/** A linear congruential generator with the constants of Numerical Recipes: the same numbers in [0, 1) for the same seed. */
function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
