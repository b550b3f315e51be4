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
  older: 'said yes, has version 3.0',
  offline: 'said yes, offline for some days',
  killed: 'said yes, one run ended by kill -9',
  notice: 'read the notice, and went on after a day',
  'off-command': 'said no: acme telemetry off',
  'off-variable': 'said no: ACME_TELEMETRY=0',
  'off-project': 'its project said no',
  'do-not-track': 'said no: DO_NOT_TRACK=1',
  undecided: 'saw the notice on the last day only',
}

const ROLES: readonly (readonly [name: string, role: Role])[] = [
  ['anna', 'yes'],
  ['ben', 'yes'],
  ['cleo', 'yes'],
  ['dan', 'yes'],
  ['eve', 'yes'],
  ['finn', 'older'],
  ['gita', 'offline'],
  ['hugo', 'killed'],
  ['ida', 'notice'],
  ['jon', 'off-command'],
  ['kim', 'off-variable'],
  ['lea', 'off-project'],
  ['max', 'do-not-track'],
  ['nia', 'undecided'],
]

/** Which command a person runs, by how often. */
const HABITS: readonly (readonly [weight: number, args: readonly string[]])[] = [
  [6, ['list']],
  [4, ['count']],
  [3, ['check', '--most', '40']],
  [2, ['list', '--mark', 'FIXME']],
  [2, ['report']],
  [1, ['check', '--most', '3']],
]

/**
 * Plans what happens.
 * @param days how many days are played; the last of them is yesterday
 * @param runsADay the largest number of runs of one machine and day
 */
export function planFleet(days: number, runsADay: number): Fleet {
  const chance = seededChance(20_261_119)
  const machines = ROLES.map(([name, role], i) => ({
    name,
    role,
    files: i % 4 === 3 ? 130 : 6 + i * 3,
    notes: 1 + (i % 3),
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
  if (!first && chance() < 0.15) return []
  const runs: Run[] = []
  if (first && ['yes', 'older', 'offline', 'killed'].includes(role)) runs.push(run(485, ['telemetry', 'on']))
  if (first && role === 'off-command') runs.push(run(485, ['telemetry', 'off']))
  if (first) runs.push(run(490, ['init']))
  const many = 1 + Math.floor(chance() * runsADay)
  for (let i = 0; i < many; i++)
    runs.push(run(540 + i * 50 + Math.floor(chance() * 40), i === 0 ? ['list'] : habit(chance)))
  if (role === 'killed' && daysAgo === 1) runs.push({ ...run(1_000, ['list']), killed: true })
  return role === 'notice' ? runs.map((one) => ({ ...one, terminal: true as const })) : runs
}

function habit(chance: () => number): readonly string[] {
  const all = HABITS.reduce((sum, [weight]) => sum + weight, 0)
  let left = chance() * all
  for (const [weight, args] of HABITS) {
    left -= weight
    if (left < 0) return args
  }
  return ['list']
}

/** A linear congruential generator with the constants of Numerical Recipes: the same numbers in [0, 1) for the same seed. */
function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
